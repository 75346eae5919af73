import { useId, useState } from 'react';
import { jsonProblem } from '../model/json-problem.ts';
import { prettyJson } from '../model/pretty-json.ts';

interface JsonEditorProps {
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** Whether the text is JSON now. */
  readonly onReadable: (isReadable: boolean) => void;
}

/** The request as text, for those who would rather write it. */
export function JsonEditor({ value, onChange, onReadable }: JsonEditorProps) {
  const id = useId();
  const [text, setText] = useState(() => prettyJson(value));
  const problem = jsonProblem(text);
  return (
    <>
      <textarea
        className="editor"
        aria-label="Request (JSON)"
        aria-invalid={problem !== undefined}
        aria-describedby={id}
        spellCheck={false}
        rows={Math.min(24, Math.max(8, text.split('\n').length + 1))}
        value={text}
        onKeyDown={({ key, ctrlKey, metaKey, currentTarget }) => {
          if (key === 'Enter' && (ctrlKey || metaKey)) currentTarget.form?.requestSubmit();
        }}
        onChange={({ target }) => {
          setText(target.value);
          const isReadable = jsonProblem(target.value) === undefined;
          onReadable(isReadable);
          if (isReadable) onChange(JSON.parse(target.value));
        }}
      />
      <p id={id} className="problem-text">
        {problem}
      </p>
    </>
  );
}
