import { jsonTokens } from '../model/json-tokens.ts';

/** JSON text with its parts in colours. Text that is no JSON is shown as it is. */
export function JsonView({ text }: { readonly text: string }) {
  let position = 0;
  return (
    <pre className="json">
      {jsonTokens(text).map((token) => {
        const key = position;
        position += token.text.length;
        return token.kind === 'plain' ? (
          token.text
        ) : (
          <span key={key} className={`json-${token.kind}`}>
            {token.text}
          </span>
        );
      })}
    </pre>
  );
}
