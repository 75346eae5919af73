import type { SessionReport } from '@northbound/rpc';
import type { StationEvent, StationState } from '@northbound/station';

/** One line on what happened in a station; undefined for what the frames beside it tell already. */
export function eventText(event: StationEvent): string | undefined {
  const what = happened(event);
  return what === undefined ? undefined : `${event.at.slice(11, 23)} ${what}`;
}

function happened(event: StationEvent): string | undefined {
  switch (event.type) {
    case 'frame':
      return `${event.direction === 'out' ? '>>' : '<<'} ${event.text}`;
    case 'link':
      return event.connected ? `connected, OCPP ${event.version}` : 'disconnected';
    case 'linkFailed':
      return `no connection: ${event.reason}`;
    case 'registration':
      return `registration ${event.state}`;
    case 'connector':
      return `EVSE ${event.evseId} connector ${event.connectorId} ${event.availabilityState}`;
    case 'authorization': {
      const reason = event.reason === undefined ? '' : ` (${event.reason})`;
      return `EVSE ${event.evseId} token ${event.idToken.idToken} ${event.result}${reason}`;
    }
    case 'transaction': {
      const { eventType, triggerReason, seqNo, transactionInfo } = event.event;
      return `EVSE ${event.evseId} transaction ${transactionInfo.transactionId} ${eventType} ${triggerReason} seqNo ${seqNo} ${transactionInfo.chargingState ?? ''}`.trimEnd();
    }
    case 'fault':
      return `EVSE ${event.evseId} ${event.code} ${event.active ? 'fails' : 'is over'}`;
    case 'watchdog':
      return `the watchdog resets the station: ${event.task} missed its deadline`;
    case 'givenUp':
      return `gave up on transaction event seqNo ${event.event.seqNo}: the CSMS did not process it`;
    case 'firmware':
      return `firmware update ${event.status}`;
    case 'powerFailing':
      return `the power fails in ${event.inMs} ms`;
    case 'storage':
      return `storage: ${JSON.stringify(event.news)}`;
    case 'power':
      return event.on ? 'powered on' : 'powered off';
    case 'report':
      return reported(event.report);
    default:
      return undefined;
  }
}

/** What the frames beside it do not tell: why one of them came to nothing. */
function reported(report: SessionReport): string | undefined {
  switch (report.kind) {
    case 'invalidAnswer':
      return `the answer to ${report.action} is not valid: ${messagesOf(report.violations)}`;
    case 'lateAnswer':
      return `the answer to ${report.action} came after its time-out`;
    case 'answerToNothing':
      return `${report.messageId} answers no call of the station`;
    case 'unreadableFrame':
      return `the CSMS sent what is no frame of OCPP: ${report.problem}`;
    case 'unknownMessageType':
      return 'the CSMS sent a message type that this version does not have';
    case 'lenient':
      return `taken all the same: ${messagesOf(report.leniencies)}`;
    case 'notSent':
      return `${report.action} was not sent: ${report.reason}`;
    case 'flood':
      return 'the CSMS sends more frames than the station takes';
    case 'linkError':
      return `link error: ${report.message}`;
    default:
      return undefined;
  }
}

function messagesOf(wrong: readonly { readonly message: string }[]): string {
  return wrong.map(({ message }) => message).join(' ');
}

/** The state of a station, a line for each EVSE. */
export function stateText(state: StationState): string {
  const link = state.connected ? `connected, OCPP ${state.version}` : 'not connected';
  const queued = state.queuedEvents === 0 ? '' : `, ${state.queuedEvents} events queued`;
  const lines = state.evses.map((evse) => {
    const connectors = evse.connectors
      .map(({ connectorId, availabilityState }) => `${connectorId} ${availabilityState}`)
      .join(', ');
    const transaction =
      evse.transactionId === undefined ? '' : `, transaction ${evse.transactionId}`;
    const soc = evse.socPercent === undefined ? '' : `, SoC ${Math.round(evse.socPercent)} %`;
    return `  EVSE ${evse.evseId}: connector ${connectors}; ${evse.chargingState}, ${(evse.powerW / 1000).toFixed(1)} kW, ${(evse.registerWh / 1000).toFixed(3)} kWh${soc}${transaction}\n`;
  });
  return `${state.identity}: ${link}, registration ${state.registration}${queued}\n${lines.join('')}`;
}
