type SignatureState = 'verified' | 'notVerifiable' | 'invalid';

const WORDS: Readonly<Record<SignatureState, readonly [tone: string, words: string]>> = {
  verified: ['available', 'signature verified'],
  notVerifiable: ['unavailable', 'signed, not verifiable'],
  invalid: ['faulted', 'signature invalid'],
};

/** What came of checking signed meter values: of several, the worst. */
export function SignatureChip({ states }: { readonly states: readonly SignatureState[] }) {
  const worst = (['invalid', 'notVerifiable', 'verified'] as const).find((state) =>
    states.includes(state),
  );
  if (worst === undefined) return null;
  const [tone, words] = WORDS[worst];
  return <span className={`chip chip-${tone}`}>{words}</span>;
}
