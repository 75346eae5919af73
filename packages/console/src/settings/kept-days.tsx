import { Fact } from '../ui/facts.tsx';
import { TextField } from '../ui/fields.tsx';

interface KeptDaysProps<Name extends string> {
  /** What is kept, and its words. */
  readonly days: readonly (readonly [Name, string])[];
  readonly values: Readonly<Partial<Record<Name, number>>>;
}

/** How many days each is kept: for ever, where nothing is said. */
export function KeptDaysFacts<Name extends string>({ days, values }: KeptDaysProps<Name>) {
  return days.map(([name, words]) => (
    <Fact key={name} name={words}>
      {values[name] === undefined ? 'ever' : `${values[name]} days`}
    </Fact>
  ));
}

/** Asks for the same. */
export function KeptDaysFields<Name extends string>({ days, values }: KeptDaysProps<Name>) {
  return days.map(([name, words]) => (
    <TextField
      key={name}
      name={name}
      label={`${words}, days (empty: for ever)`}
      type="number"
      min={1}
      initial={values[name]}
    />
  ));
}
