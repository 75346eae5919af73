/** Subjects that are remembered; anybody can make up more of them. */
const MOST = 10_000;

/** Keeps the newest, last: who has been quiet for longest is forgotten for a new one. */
export function remember<T>(all: Map<string, T>, subject: string, value: T, most = MOST): void {
  all.delete(subject);
  all.set(subject, value);
  const [oldest] = all.keys();
  if (all.size > most && oldest !== undefined) all.delete(oldest);
}
