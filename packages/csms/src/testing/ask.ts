/** Where a CSMS answers, and the key of its first admin. */
interface Asked {
  readonly url: string;
  readonly adminKey: string | undefined;
}

/** One request to the API of a CSMS on a real port; an empty answer is an empty object. */
export async function ask(
  { url, adminKey }: Asked,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: object,
  key = adminKey,
) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      // A connection that is kept would keep the CSMS from closing.
      connection: 'close',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, answer: text === '' ? {} : JSON.parse(text) };
}
