/** Has the browser save a text as a file. */
export function saveText(name: string, type: string, text: string): void {
  saveBlob(name, new Blob([text], { type }));
}

/** The same for what the API gave as a file: bytes, or text where it is text. */
export function saveFile(name: string, content: Blob | string): void {
  if (typeof content === 'string') saveText(name, 'text/plain', content);
  else saveBlob(name, content);
}

function saveBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
