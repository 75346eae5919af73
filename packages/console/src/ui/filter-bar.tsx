import type { ReactNode } from 'react';
import { FilterSelect, FilterText } from './fields.tsx';
import { SearchField } from './search-field.tsx';
import { Segments } from './segments.tsx';

type Choices = readonly (string | readonly [value: string, words: string])[];

/** One filter above a list, and how it looks. Its empty value stands for all. */
type Filter = { readonly label: string; readonly initial?: string } & (
  | {
      /** `search`: the field that the key `/` leads to. */
      readonly kind: 'search' | 'text' | 'number' | 'date' | 'moment';
      readonly placeholder?: string;
      readonly suggestions?: readonly string[];
    }
  | { readonly kind: 'select'; readonly choices: Choices }
  | {
      readonly kind: 'segments';
      readonly choices: readonly (readonly [value: string, words: string])[];
    }
);

export type Filters<Name extends string> = Readonly<Record<Name, Filter>>;

interface FilterBarProps<Name extends string> {
  /** In the order in which they stand. */
  readonly filters: Partial<Filters<Name>>;
  readonly values: Readonly<Record<Name, string>>;
  readonly onChange: (name: Name, value: string) => void;
}

/** The filters of a list, from their table. */
export function FilterBar<Name extends string>(props: FilterBarProps<Name>): ReactNode {
  const { filters, values, onChange } = props;
  return namesOf(filters).map((name) => {
    const filter = filters[name];
    return (
      filter && (
        <FilterField
          key={name}
          filter={filter}
          value={values[name]}
          onChange={(value) => onChange(name, value)}
        />
      )
    );
  });
}

export function namesOf<Name extends string>(
  filters: Readonly<Partial<Record<Name, unknown>>>,
): Name[];
export function namesOf(filters: object): string[] {
  return Object.keys(filters);
}

const INPUT_TYPES = {
  text: 'search',
  number: 'number',
  date: 'date',
  moment: 'datetime-local',
} as const;

interface FilterFieldProps {
  readonly filter: Filter;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function FilterField({ filter, value, onChange }: FilterFieldProps) {
  const { label } = filter;
  const field = { label, value, onChange };
  switch (filter.kind) {
    case 'select':
      return <FilterSelect {...field} choices={filter.choices} />;
    case 'segments':
      return <Segments {...field} choices={filter.choices} />;
    case 'search':
      return <SearchField {...field} placeholder={filter.placeholder ?? ''} />;
    default:
      return (
        <FilterText
          {...field}
          type={INPUT_TYPES[filter.kind]}
          placeholder={filter.placeholder}
          suggestions={filter.suggestions}
        />
      );
  }
}
