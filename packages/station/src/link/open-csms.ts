import type { AnyPeer } from '@northbound/rpc';
import type { StationContext } from '../dialects/context.ts';
import type { Csms } from '../dialects/csms.ts';
import { Csms16 } from '../dialects/ocpp16/csms16.ts';
import { Csms21 } from '../dialects/ocpp21.ts';
import { Csms201 } from '../dialects/ocpp201.ts';

/** The CSMS behind a connection, in the dialect of its version. */
export function openCsms(peer: AnyPeer<'ChargingStation'>, station: StationContext): Csms {
  switch (peer.version) {
    case '1.6':
      return new Csms16(peer, station);
    case '2.0.1':
      return new Csms201(peer, station);
    case '2.1':
      return new Csms21(peer, station);
  }
}
