interface Watched {
  readonly component: string;
  readonly componentInstance?: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly variable: string;
  readonly variableInstance?: string;
}

/** A variable in one line: `EVSE 1 Connector.AvailabilityState`. */
export function watchedWords(watched: Watched): string {
  const { component, componentInstance, evseId, connectorId, variable, variableInstance } = watched;
  const place =
    evseId === undefined
      ? ''
      : connectorId === undefined
        ? `EVSE ${evseId} `
        : `EVSE ${evseId}.${connectorId} `;
  return `${place}${named(component, componentInstance)}.${named(variable, variableInstance)}`;
}

function named(name: string, instance: string | undefined): string {
  return instance === undefined ? name : `${name}[${instance}]`;
}
