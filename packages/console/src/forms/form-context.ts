import { createContext, use } from 'react';
import type { Schemas } from './schema.ts';
import type { FormProblem } from './validate.ts';

/** What every field of a form has at hand. */
export interface FormContext {
  /** Before the ids of its fields: several forms may be on a page. */
  readonly id: string;
  readonly schemas: Schemas;
  readonly problems: readonly FormProblem[];
}

export const Form = createContext<FormContext>({ id: '', schemas: {}, problems: [] });

export function useFormContext(): FormContext {
  return use(Form);
}
