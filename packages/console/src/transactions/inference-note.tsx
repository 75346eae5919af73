import type { Inference } from '@northbound/client';

/** Where a message leaves a choice: which reading was taken, and what it could have been. */
export function InferenceNote({ inference }: { readonly inference: Inference }) {
  const { took, alternatives } = inference;
  return (
    <div className="inference">
      <p>
        <strong>Read as:</strong> {took}
      </p>
      {alternatives.length > 0 && (
        <>
          <p>It could have been:</p>
          <ul>
            {alternatives.map((alternative) => (
              <li key={alternative}>{alternative}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
