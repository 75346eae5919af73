/** A deliberate bug: one text in one file, which another takes the place of. */
export interface Mutation {
  readonly id: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly before: string;
  readonly after: string;
}

const STATION = 'packages/station/src';
const CSMS = 'packages/csms/src';
const ENERGY = 'packages/energy/src';

/** What somebody might break, on both sides; the world has to notice each of them. */
export const MUTATIONS: readonly Mutation[] = [
  // The books.
  {
    id: 'answer-before-commit',
    file: `${CSMS}/core.ts`,
    before: '  await core.database.write(statements);\n',
    after: '  core.database.write(statements).catch(() => undefined);\n',
  },
  {
    id: 'believe-before-commit',
    file: `${CSMS}/core.ts`,
    before:
      '  await core.database.write(statements);\n  for (const change of changes) change.apply();\n',
    after:
      '  for (const change of changes) change.apply();\n  await core.database.write(statements);\n',
  },
  {
    id: 'no-key-of-events',
    file: `${CSMS}/transactions/ledger.ts`,
    before: 'if (known.some((entry) => isSameEvent(entry, incoming.event))) {',
    after: 'if (known.some(() => false)) {',
  },
  {
    id: 'no-key-of-starts',
    file: `${CSMS}/transactions/ocpp16.ts`,
    before: '(await findStart(core, station, payload)) ??\n',
    after: '',
  },
  {
    id: 'energy-in-whole-kwh',
    file: `${CSMS}/transactions/energy.ts`,
    before: 'return Math.max(0, inParts(energyWh));',
    after: 'return Math.max(0, Math.floor(energyWh / 1000) * 1000);',
  },
  {
    id: 'energy-with-wrong-sign',
    file: `${CSMS}/transactions/energy.ts`,
    before: 'energyWh: rounded(end.value - start.value + (way?.addedWh ?? 0)),',
    after: 'energyWh: rounded(start.value - end.value - (way?.addedWh ?? 0)),',
  },
  {
    id: 'record-of-another-energy',
    file: `${CSMS}/cdr/content.ts`,
    before: 'energyWh: imported.energyWh,',
    after: 'energyWh: Math.round(imported.energyWh / 100) * 100,',
  },
  {
    id: 'sent-again-after-time-out',
    file: `${CSMS}/remote-control/delivery.ts`,
    before: '  const outcome = await peer.callRaw(action, payload, { timeoutMs });\n',
    after:
      '  const first = await peer.callRaw(action, payload, { timeoutMs });\n' +
      "  const isLate = first.outcome === 'timedOut';\n" +
      '  const outcome = isLate ? await peer.callRaw(action, payload, { timeoutMs }) : first;\n',
  },
  {
    id: 'command-sent-again-after-time-out',
    file: `${CSMS}/remote-control/delivery.ts`,
    before: '  const outcome = await peer.callRaw(action, payload, { timeoutMs });\n',
    after:
      '  const first = await peer.callRaw(action, payload, { timeoutMs });\n' +
      "  const isLate = first.outcome === 'timedOut' && action !== 'RequestStartTransaction';\n" +
      '  const outcome = isLate ? await peer.callRaw(action, payload, { timeoutMs }) : first;\n',
  },
  // Who may charge.
  {
    id: 'unknown-token-accepted',
    file: `${CSMS}/authorization/domain.ts`,
    before: "if (token === undefined) return { status: 'Unknown' };",
    after: "if (token === undefined) return { status: 'Accepted' };",
  },
  {
    id: 'blocked-token-accepted',
    file: `${CSMS}/authorization/domain.ts`,
    before: "  if (token.status !== 'Accepted') return token.status;\n",
    after: '',
  },
  {
    id: 'refused-token-begins',
    file: `${STATION}/authorization/authorization.ts`,
    before: "if (!accepted) return 'refused';",
    after: "if (!accepted) return 'accepted';",
  },
  {
    id: 'energy-without-authorization',
    file: `${STATION}/evse/power-path.ts`,
    before: 'const offers = connected && authorized && this.supplies;',
    after: 'const offers = connected && this.supplies;',
  },
  {
    id: 'contactor-stays-closed',
    file: `${STATION}/evse/power-path.ts`,
    before: 'const offers = connected && authorized && this.supplies;',
    after: 'const offers = connected && (authorized || this.#contactorClosed) && this.supplies;',
  },
  {
    id: 'profile-ignored',
    file: `${STATION}/evse/power-path.ts`,
    before: 'this.#limitA = smartCharging.limitA(this.#evse);',
    after: 'this.#limitA = this.#evse.config.maxCurrentA;',
  },
  {
    id: 'station-limit-ignored',
    file: `${STATION}/smart-charging/limits.ts`,
    before: 'distribute(totalA, loads)',
    after: 'distribute(Number.POSITIVE_INFINITY, loads)',
  },
  {
    id: 'refused-token-goes-on',
    file: `${STATION}/transactions/transaction.ts`,
    before: 'if (answer.idTokenInfo !== undefined) this.#tokenAnswered(answer.idTokenInfo);',
    after: '',
  },
  {
    id: 'energy-for-the-refused-unlimited',
    file: `${STATION}/transactions/refused-token.ts`,
    before: 'whenRegisterReaches(this.#core, this.#evse, registerWh + allowedWh, () =>',
    after: 'whenRegisterReaches(this.#core, this.#evse, registerWh + 100 * allowedWh, () =>',
  },
  {
    id: 'limits-of-the-grid-forgotten-at-boot',
    file: `${STATION}/smart-charging/profile-list.ts`,
    before: '.filter(isInstalledProfile);',
    after: ".filter(isInstalledProfile)\n      .filter(({ source }) => source === 'CSO');",
  },
  {
    id: 'first-period-for-ever',
    file: `${ENERGY}/compile.ts`,
    before: 'const startMs = inMs(period.startPeriod + (delays[index] ?? 0));',
    after: 'const startMs = inMs(1e6 * period.startPeriod + (delays[index] ?? 0));',
  },
  {
    id: 'lower-levels-first',
    file: `${ENERGY}/stack.ts`,
    before: 'return b.stackLevel - a.stackLevel ||',
    after: 'return a.stackLevel - b.stackLevel ||',
  },
  {
    id: 'exception-begins-at-once',
    file: `${ENERGY}/compile.ts`,
    before: 'validFromMs: readTimeMs(profile.validFrom) ?? Number.NEGATIVE_INFINITY,',
    after: 'validFromMs: Number.NEGATIVE_INFINITY,',
  },
  {
    id: 'exception-for-ever',
    file: `${ENERGY}/compile.ts`,
    before: 'validToMs: readTimeMs(profile.validTo) ?? Number.POSITIVE_INFINITY,',
    after: 'validToMs: Number.POSITIVE_INFINITY,',
  },
  {
    id: 'limit-of-a-transaction-ignored',
    file: `${ENERGY}/stack.ts`,
    before: "transaction === undefined ? [] : stackOf('TxProfile', onThis),",
    after: '[],',
  },
  // What was agreed.
  {
    id: 'differential-removes-nothing',
    file: `${STATION}/local-list/local-list.ts`,
    before: 'if (text === undefined) values.delete(key);',
    after: 'if (text === undefined) continue;',
  },
  {
    id: 'maintenance-without-end',
    file: `${CSMS}/availability/windows.ts`,
    before: 'this.#listener(this.#targetsOf(turned));',
    after: "if (state === 'Open') this.#listener(this.#targetsOf(turned));",
  },
  {
    id: 'asked-is-agreed',
    file: `${CSMS}/availability/control.ts`,
    before: 'const isAgreed = sent === status && hasAgreed(answer);',
    after: 'const isAgreed = sent === status;',
  },
  {
    id: 'out-of-service-not-stored',
    file: `${STATION}/availability/change-availability.ts`,
    before: '  restore(): void {\n',
    after: '  restore(): void {\n    if (this.#settings.size === 0) return;\n',
  },
  {
    id: 'reserved-for-anybody',
    file: `${STATION}/reservation/reservations.ts`,
    before: 'return !evse.reserved || this.#match(evse, idToken, groupIdToken) !== undefined;',
    after: 'return evse.id > 0 || this.#match(evse, idToken, groupIdToken) !== undefined;',
  },
  {
    id: 'damaged-firmware-installed',
    file: `${STATION}/firmware/image.ts`,
    before:
      'if (head === undefined || head.crc32 !== crc32(image.subarray(end + 1))) return undefined;',
    after: 'if (head === undefined) return undefined;',
  },
  {
    id: 'damaged-firmware-told-as-installed',
    file: `${STATION}/firmware/table.ts`,
    before: "notVerified: ['InstallVerificationFailed', 'report', 'abandon'],",
    after: "notVerified: ['Installed', 'report', 'abandon'],",
  },
  {
    id: 'old-version-after-update',
    file: `${STATION}/firmware/update.ts`,
    before: 'if (version !== undefined) this.#record.version = version;',
    after: 'if (version === undefined) this.#record.version = version;',
  },
  // The station's flash.
  {
    id: 'forget-a-sync',
    file: `${STATION}/nvm/flash/flash-log.ts`,
    before: 'this.prepare();\n    this.#ring.flash.sync();\n',
    after: 'this.prepare();\n',
  },
  {
    id: 'skip-the-crc',
    file: `${STATION}/nvm/flash/format.ts`,
    before: 'return crc === crc32(record.subarray(4), sequence);',
    after: 'return crc >= 0 && sequence >= 0;',
  },
  {
    id: 'running-not-stored',
    file: `${STATION}/nvm/transaction-queue.ts`,
    before: '[change, ...step.change]);',
    after: '[change]);',
  },
  {
    id: 'begin-not-stored',
    file: `${STATION}/transactions/event.ts`,
    before: '    ...(begin !== undefined && { begin }),\n',
    after: '',
  },
  {
    id: 'interrupted-not-ended',
    file: `${STATION}/transactions/recovery.ts`,
    before: '  queueEvent(storage.queue, message, undefined);\n',
    after: '',
  },
  {
    id: 'send-again-by-forgetting',
    file: `${STATION}/nvm/dead-letters.ts`,
    before: "[{ operation: 'delete', space: SPACE.deadLetters, id }, ...queued]",
    after: "[{ operation: 'delete', space: SPACE.deadLetters, id }]",
  },
  // The order of events.
  {
    id: 'number-begins-anew-after-boot',
    file: `${STATION}/transactions/recovery.ts`,
    before: 'seqNo: running.nextSeqNo,',
    after: 'seqNo: 0,',
  },
  {
    id: 'number-left-out',
    file: `${STATION}/transactions/event.ts`,
    before: 'nextSeqNo: running.nextSeqNo + 1,',
    after: "nextSeqNo: running.nextSeqNo + (eventType === 'Started' ? 2 : 1),",
  },
  {
    id: 'lost-with-the-link',
    file: `${STATION}/transactions/delivery.ts`,
    before: '        // The next link tries again.\n',
    after: '        this.#core.storage.queue.remove();\n',
  },
  {
    id: 'not-sent-again',
    file: `${STATION}/transactions/delivery.ts`,
    before: '    this.#retry = undefined;\n    this.pump();\n  }\n\n  #settle',
    after: '    this.#retry = undefined;\n  }\n\n  #settle',
  },
  {
    id: 'call-error-taken-for-an-answer',
    file: `${STATION}/transactions/delivery.ts`,
    before: "      case 'refused':\n",
    after: "      case 'refused':\n        this.#core.storage.queue.remove();\n        break;\n",
  },
  {
    id: 'one-attempt-only',
    file: `${STATION}/transactions/delivery.ts`,
    before: 'if (attempts >= variables.integer(VARIABLE.messageAttempts)) {',
    after: 'if (attempts >= 1) {',
  },
  // What is answered.
  {
    id: 'failure-answered-again-for-ever',
    file: 'packages/rpc/src/session/inbound.ts',
    before: "this.#conclude(message, this.#encodeError(message, new RpcError('InternalError')));",
    after: "this.#finish(message, this.#encodeError(message, new RpcError('InternalError')));",
  },
  {
    id: 'values-of-16-answered-not-stored',
    file: `${CSMS}/transactions/ocpp16.ts`,
    before:
      'await commitRecording(core, context.station, message, await meter(books, context, payload));',
    after: 'await meter(books, context, payload);',
  },
  {
    id: 'idle-values-at-another-evse',
    file: `${CSMS}/metering/ocpp2.ts`,
    before: 'await commit(core, idleValues.record(station, evseId, meterValue));',
    after: 'await commit(core, idleValues.record(station, evseId + 1, meterValue));',
  },
  {
    id: 'security-event-answered-not-stored',
    file: `${CSMS}/security/handlers.ts`,
    before: 'await commit(core, securityEvents.change(station, { type, atMs, techInfo }));',
    after: 'void [core, commit, securityEvents, station, type, atMs, techInfo];',
  },
  {
    id: 'event-answered-not-stored',
    file: `${CSMS}/diagnostics/events2.ts`,
    before: 'const changes: Change[] = [recordDeviceEvents(core, station, eventData)];',
    after: 'const changes: Change[] = [recordDeviceEvents(core, station, eventData.slice(1))];',
  },
  {
    id: 'values-of-an-end-not-kept',
    file: `${CSMS}/transactions/events-sql.ts`,
    before: '{ ...event, meterValue: unpackMeterValues(packed) },',
    after: '{ ...event, meterValue: unpackMeterValues(packed).slice(-1) },',
  },
  {
    id: 'values-of-an-event-not-stored',
    file: `${CSMS}/transactions/events-sql.ts`,
    before: '  const packed = details ?? row.meter_values;',
    after: '  const packed = row.meter_values;',
  },
  {
    id: 'handler-of-the-station-throws',
    file: `${STATION}/dialects/ocpp21.ts`,
    before: 'GetLog: (request, { maintenance }) => maintenance.logUpload.getLog(request),',
    after: "GetLog: () => { throw new TypeError('a bug'); },",
  },
  // What is measured, and why it ended.
  {
    id: 'interval-by-the-wall-clock',
    file: `${STATION}/metering/interval-timer.ts`,
    before: '    return this.#core.after(this.intervalMs, () => {\n',
    after:
      '    const dueMs = this.#core.clock.epochMs() + this.intervalMs;\n' +
      '    return this.#core.after(this.intervalMs, () => {\n' +
      '      this.#timer = this.#late(dueMs);\n' +
      '    });\n' +
      '  }\n\n' +
      '  #late(dueMs) {\n' +
      '    const leftMs = Math.max(0, dueMs - this.#core.clock.epochMs());\n' +
      '    return this.#core.after(leftMs, () => {\n',
  },
  {
    id: 'no-samples-in-sessions',
    file: `${STATION}/metering/session-meter.ts`,
    before: '() => new SampleTimer(this.#core, intervalMs, this.#due),',
    after: '() => new SampleTimer(this.#core, intervalMs, () => undefined),',
  },
  {
    id: 'certificate-not-kept',
    file: `${STATION}/certificates/own-certificate.ts`,
    before: '    if (!this.#values.keep(CURRENT, JSON.stringify(candidate))) return;\n',
    after: '',
  },
  {
    id: 'last-register-lost',
    file: `${STATION}/transactions/event.ts`,
    before: 'meter.ended(begin, now)',
    after: 'meter.ended(begin, begin)',
  },
  {
    id: 'register-in-kwh',
    file: `${STATION}/dialects/ocpp16/transactions.ts`,
    before: 'meterStop: Math.round(registerWh),',
    after: 'meterStop: Math.round(registerWh / 1000),',
  },
  {
    id: 'register-rounded-up',
    file: `${STATION}/dialects/ocpp16/transactions.ts`,
    before: 'meterStop: Math.round(registerWh),',
    after: 'meterStop: Math.ceil(registerWh / 100) * 100,',
  },
  {
    id: 'register-rounded-down',
    file: `${STATION}/dialects/ocpp16/transactions.ts`,
    before: 'meterStop: Math.round(registerWh),',
    after: 'meterStop: Math.floor(registerWh),',
  },
  {
    id: 'disconnection-told-as-power-loss',
    file: `${STATION}/transactions/causes.ts`,
    before: "row('EVCommunicationLost', 'EVDisconnected')",
    after: "row('EVCommunicationLost', 'PowerLoss')",
  },
  {
    id: 'reason-always-remote',
    file: `${STATION}/transactions/event.ts`,
    before: '{ stoppedReason: running.stoppedReason ?? CAUSES[cause].stopped }',
    after: "{ stoppedReason: 'Remote' as const }",
  },
  {
    id: 'reason-always-other',
    file: `${STATION}/transactions/event.ts`,
    before: '{ stoppedReason: running.stoppedReason ?? CAUSES[cause].stopped }',
    after: "{ stoppedReason: 'Other' as const }",
  },
  {
    id: 'card-told-as-disconnection',
    file: `${STATION}/transactions/causes.ts`,
    before: "stoppedByToken: row('StopAuthorized', 'Local')",
    after: "stoppedByToken: row('StopAuthorized', 'EVDisconnected')",
  },
  {
    id: 'remote-stop-told-as-card',
    file: `${STATION}/transactions/causes.ts`,
    before: "stoppedRemotely: row('RemoteStop', 'Remote')",
    after: "stoppedRemotely: row('RemoteStop', 'Local')",
  },
  {
    id: 'power-loss-told-as-disconnection',
    file: `${STATION}/transactions/causes.ts`,
    before: "powerLost: row('AbnormalCondition', 'PowerLoss', { ends: true })",
    after: "powerLost: row('AbnormalCondition', 'EVDisconnected', { ends: true })",
  },
  {
    id: 'last-token-pays',
    file: `${CSMS}/transactions/tokens-shown.ts`,
    before: '|| a.place - b.place,\n',
    after: '|| b.place - a.place,\n',
  },
  {
    id: 'begins-an-hour-late',
    file: `${CSMS}/transactions/domain.ts`,
    before: 'return transaction.started?.value ?? transaction.earliestAtMs;',
    after: 'return (transaction.started?.value ?? transaction.earliestAtMs) + 3_600_000;',
  },
  {
    id: 'time-of-arrival',
    file: `${CSMS}/transactions/domain.ts`,
    before: '  takeInfo(draft, event, place, atMs);',
    after: '  takeInfo(draft, event, place, receivedAtMs);',
  },
  {
    id: 'unknown-card-welcome-online',
    file: `${STATION}/authorization/judgement.ts`,
    before: "  if (!given.disableRemoteAuthorization) return 'ask';",
    after:
      "  if (standing === 'unknown' && given.offlineTxForUnknownIdEnabled) return 'accept';\n  if (!given.disableRemoteAuthorization) return 'ask';",
  },
];
