/** What a reservation asks for: one EVSE, one with a connector of a type, or any. */
export interface Demand {
  readonly evseId?: number;
  readonly connectorType?: string;
}

/** An EVSE that a reservation may be served with. */
export interface Offer {
  readonly evseId: number;
  readonly connectorTypes: readonly string[];
}

export function fits({ evseId, connectorType }: Demand, offer: Offer): boolean {
  const isThere = evseId === undefined || evseId === offer.evseId;
  return isThere && (connectorType === undefined || offer.connectorTypes.includes(connectorType));
}

/**
 * Whether every reservation can have an EVSE of its own (H01.FR.07 and .09): a matching, in which one
 * that is served already may move to make room.
 */
export function canServe(demands: readonly Demand[], offers: readonly Offer[]): boolean {
  const served = new Map<Offer, Demand>();
  const serve = (demand: Demand, tried: Set<Offer>): boolean => {
    for (const offer of offers) {
      if (tried.has(offer) || !fits(demand, offer)) continue;
      tried.add(offer);
      const other = served.get(offer);
      if (other !== undefined && !serve(other, tried)) continue;
      served.set(offer, demand);
      return true;
    }
    return false;
  };
  return demands.every((demand) => serve(demand, new Set()));
}

/**
 * The EVSEs that nobody else may use: if one of them went, a reservation could not be served. For a
 * certain EVSE that is this one, else as many as are left for it (H01.FR.20, .23 and .24).
 */
export function reservedOffers(demands: readonly Demand[], offers: readonly Offer[]): Offer[] {
  return offers.filter(
    (offer) =>
      demands.some((demand) => fits(demand, offer)) &&
      !canServe(
        demands,
        offers.filter((other) => other !== offer),
      ),
  );
}
