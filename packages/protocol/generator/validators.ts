import type { SchemaShape as Shape } from '../src/validation/schema-table.ts';
import type { Definition, Model, Property } from './model.ts';

/** The generated functions of one version, without the spaces that only readers need: one for each class, enumeration and kind of array. */
export function emitValidators(model: Model): string {
  return new Emitter(model).emit();
}

class Emitter {
  readonly #model: Model;
  /** Name of the function by what it checks, so that equal arrays share one. */
  readonly #arrays = new Map<string, string>();
  readonly #functions: string[] = [];
  readonly #imported = new Set<string>();

  constructor(model: Model) {
    this.#model = model;
  }

  emit(): string {
    for (const [name, definition] of this.#model.definitions) {
      this.#functions.push(
        definition.kind === 'enum'
          ? enumFunction(name, definition.values)
          : this.#objectFunction(name, definition.properties, definition.open),
      );
    }
    const imports = [...this.#imported].sort().join(', ');
    return [
      `import { ${imports} } from '../src/validation/checks.ts';`,
      'const { isArray } = Array;',
      'const { isFinite, isInteger } = Number;',
      ...this.#functions,
      this.#table('requests', 'request'),
      this.#table('responses', 'response'),
      '',
    ].join('\n');
  }

  #table(name: string, kind: 'request' | 'response'): string {
    const rows = this.#model.messages
      .filter((message) => message.kind === kind)
      .map(({ action, type }) => `['${action}',${type}]`);
    return `export const ${name} = new Map([${rows.join(',')}]);`;
  }

  /**
   * One pass over the keys that are there: cost does not depend on how many could be, nor on their order.
   * A case that holds goes on with the next key; what falls out of the switch is wrong or unknown.
   */
  #objectFunction(name: string, properties: readonly Property[], open: boolean): string {
    const required = properties.filter((property) => property.required).length;
    const cases = properties.map((property) => {
      const test = this.#test(property.shape, 'v');
      const goOn = test === '' ? 'continue;' : `if(${test})continue;break;`;
      return `case '${property.name}':${property.required ? 'n++;' : ''}${goOn}`;
    });
    if (open) cases.push('default: continue;');
    const lines = [
      `function ${name}(o){`,
      `if(!${this.#call('isObject', 'o')})return false;`,
      ...(required > 0 ? ['let n=0;'] : []),
      'for(const k in o){',
      'const v=o[k];',
      'if(v===undefined)continue;',
      ...(cases.length > 0 ? ['switch(k){', ...cases, '}'] : []),
      'return false;',
      '}',
      `return ${required > 0 ? `n===${required}` : 'true'};`,
      '}',
    ];
    return lines.join('\n');
  }

  /** An expression that is true when `v` fits; empty when everything does. */
  #test(shape: Shape, v: string): string {
    switch (shape.kind) {
      case 'any':
        return '';
      case 'boolean':
        return `typeof ${v}==='boolean'`;
      case 'named':
        return `${shape.name}(${v})`;
      case 'string':
        if (shape.format === 'date-time') return this.#call('isDateTime', v);
        if (shape.format === 'uri') return this.#call('isUri', v);
        if (shape.maxLength === undefined) return `typeof ${v}==='string'`;
        return this.#call('isText', v, shape.maxLength);
      case 'integer':
      case 'number': {
        const tests = [shape.kind === 'integer' ? `isInteger(${v})` : `isFinite(${v})`];
        if (shape.minimum !== undefined) tests.push(`${v}>=${shape.minimum}`);
        if (shape.maximum !== undefined) tests.push(`${v}<=${shape.maximum}`);
        if (shape.multipleOf !== undefined) tests.push(this.#multipleOf(shape.multipleOf, v));
        return tests.join('&&');
      }
      case 'array':
        return `${this.#arrayFunction(shape)}(${v})`;
    }
  }

  #multipleOf(divisor: number, v: string): string {
    if (divisor !== 0.1) throw new Error(`the generator does not know multipleOf ${divisor}`);
    return this.#call('isTenths', v);
  }

  #call(check: string, ...args: readonly (string | number)[]): string {
    this.#imported.add(check);
    return `${check}(${args.join(',')})`;
  }

  #arrayFunction({ items, minItems = 0, maxItems }: Extract<Shape, { kind: 'array' }>): string {
    const key = JSON.stringify([items, minItems, maxItems]);
    const known = this.#arrays.get(key);
    if (known !== undefined) return known;
    const name = `array${this.#arrays.size}`;
    this.#arrays.set(key, name);
    const lengths = [minItems > 0 ? `||a.length<${minItems}` : ''];
    if (maxItems !== undefined) lengths.push(`||a.length>${maxItems}`);
    const test = this.#test(items, 'v');
    const loop = test === '' ? '' : `for(const v of a)if(!(${test}))return false;\n`;
    this.#functions.push(
      `function ${name}(a){\nif(!isArray(a)${lengths.join('')})return false;\n${loop}return true;\n}`,
    );
    return name;
  }
}

/**
 * Asks the length first: it separates most values of the standard's enumerations, and a jump by number
 * is cheaper than hashing a string that was just parsed.
 */
function enumFunction(
  name: string,
  values: Extract<Definition, { kind: 'enum' }>['values'],
): string {
  const byLength = new Map<number, string[]>();
  for (const value of values) {
    byLength.set(value.length, [
      ...(byLength.get(value.length) ?? []),
      `v===${JSON.stringify(value)}`,
    ]);
  }
  const cases = [...byLength].map(
    ([length, tests]) => `case ${length}:return ${tests.join('||')};`,
  );
  return `function ${name}(v){\nif(typeof v==='string')switch(v.length){\n${cases.join('\n')}\n}\nreturn false;\n}`;
}
