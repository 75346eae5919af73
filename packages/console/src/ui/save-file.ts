import { saveText } from './save.ts';

/** Has the browser save what the API gave as a file: bytes, or text where it is text. */
export async function saveFile(name: string, content: Blob | string): Promise<void> {
  if (typeof content === 'string') return saveText(name, 'text/plain', content);
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
