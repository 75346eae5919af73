/** What a value must be: the rules of one place in a payload. */
export type SchemaShape =
  | { readonly kind: 'any' | 'boolean' }
  /** A class or enumeration of the table. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'string'; readonly maxLength?: number; readonly format?: 'date-time' | 'uri' }
  | {
      readonly kind: 'integer' | 'number';
      readonly minimum?: number;
      readonly maximum?: number;
      readonly multipleOf?: number;
    }
  | {
      readonly kind: 'array';
      readonly items: SchemaShape;
      readonly minItems?: number;
      readonly maxItems?: number;
    };

/** A class or enumeration of the standard, by which `SchemaShape` names it. */
export type SchemaDefinition =
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | {
      readonly kind: 'object';
      readonly properties: Readonly<Record<string, SchemaShape>>;
      readonly required: readonly string[];
      /** Whether properties that it does not name may stand in it (`customData`). */
      readonly open?: true;
    };

/** All rules of one version; `AuthorizeRequest` and its like are the messages. */
export interface SchemaTable {
  readonly definitions: Readonly<Record<string, SchemaDefinition>>;
}
