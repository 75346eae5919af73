interface RowButtonProps {
  readonly children: string;
  /** What the row is of, for those who hear the button without seeing its row. */
  readonly of: string | number;
  readonly tone?: 'danger';
  readonly onClick: () => void;
}

/** Begins something with the thing of a row. */
export function RowButton({ children, of, tone, onClick }: RowButtonProps) {
  return (
    <button
      type="button"
      className={tone === undefined ? 'button' : `button button-${tone}`}
      onClick={onClick}
    >
      {children}
      <span className="visually-hidden"> {of}</span>
    </button>
  );
}
