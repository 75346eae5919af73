import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { WireStation } from '../api/testing/wire-station.ts';
import { ask } from '../testing/ask.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { runningCsms } from '../testing/running-csms.ts';

const csms = await runningCsms();
after(() => csms.close());

async function booted(id: string, subprotocol = 'ocpp2.1'): Promise<WireStation> {
  const station = await WireStation.connect(csms.url, id, subprotocol);
  await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
  return station;
}

interface Item {
  readonly [name: string]: unknown;
}

/** What a list holds, without the ids and moments that the CSMS adds. */
async function itemsOf(path: string): Promise<Item[]> {
  const { status, answer } = await ask(csms, 'GET', path);
  assert.equal(status, 200, JSON.stringify(answer));
  return answer.items.map(({ id, receivedAt, reportedAt, since, ...item }: Item) => {
    for (const moment of [receivedAt, reportedAt, since])
      assert.ok(moment === undefined || !Number.isNaN(Date.parse(String(moment))));
    assert.ok(id === undefined || typeof id === 'number');
    return item;
  });
}

/** The newest, which names no moment of its own. */
async function newestOf(path: string): Promise<Item> {
  const [newest] = await itemsOf(path);
  assert.ok(newest !== undefined);
  const { at: cameAt, ...item } = newest;
  assert.equal(typeof cameAt, 'string');
  return item;
}

async function command(station: string, name: string, request: object): Promise<void> {
  const { status, answer } = await ask(
    csms,
    'POST',
    `/stations/${station}/commands/${name}`,
    request,
  );
  assert.equal(status, 200, JSON.stringify(answer));
}

const hash = (serialNumber: string) => ({
  hashAlgorithm: 'SHA256',
  issuerNameHash: 'aa',
  issuerKeyHash: 'bb',
  serialNumber,
});

test('TC_M_18_CSMS, TC_M_19_CSMS: certificates are what the last answer about each type said', async () => {
  await using station = await booted('CERT-21');
  const path = '/stations/CERT-21/certificates';
  assert.deepEqual(await itemsOf(path), []);
  station.answers.set('GetInstalledCertificateIds', () => ({
    status: 'Accepted',
    certificateHashDataChain: [
      { certificateType: 'CSMSRootCertificate', certificateHashData: hash('1') },
      {
        certificateType: 'V2GCertificateChain',
        certificateHashData: hash('2'),
        childCertificateHashData: [hash('3')],
      },
    ],
  }));
  await command('CERT-21', 'get-installed-certificate-ids', {});
  station.answers.set('GetInstalledCertificateIds', () => ({ status: 'NotFound' }));
  await command('CERT-21', 'get-installed-certificate-ids', {
    certificateType: ['CSMSRootCertificate'],
  });
  station.answers.set('GetInstalledCertificateIds', () => 'InternalError');
  await ask(csms, 'POST', '/stations/CERT-21/commands/get-installed-certificate-ids', {});
  assert.deepEqual(await itemsOf(path), [
    { certificateType: 'CSMSRootCertificate', certificates: [] },
    { certificateType: 'ManufacturerRootCertificate', certificates: [] },
    { certificateType: 'V2GRootCertificate', certificates: [] },
    { certificateType: 'MORootCertificate', certificates: [] },
    {
      certificateType: 'V2GCertificateChain',
      certificates: [{ ...hash('2'), children: [hash('3')] }],
    },
    { certificateType: 'OEMRootCertificate', certificates: [] },
  ]);
});

test('certificates of a 1.6 station are of the two types that it knows', async () => {
  await using station = await booted('CERT-16', 'ocpp1.6');
  station.answers.set('GetInstalledCertificateIds', (payload) =>
    JSON.stringify(payload).includes('Central')
      ? { status: 'Accepted', certificateHashData: [hash('1')] }
      : { status: 'NotFound' },
  );
  await command('CERT-16', 'get-installed-certificate-ids', {});
  assert.deepEqual(await itemsOf('/stations/CERT-16/certificates'), [
    { certificateType: 'CSMSRootCertificate', certificates: [hash('1')] },
    { certificateType: 'ManufacturerRootCertificate', certificates: [] },
  ]);
  assert.deepEqual(await station.call('SignCertificate', { csr: 'CSR' }), { status: 'Rejected' });
  const request = await newestOf('/stations/CERT-16/signing-requests');
  assert.deepEqual(request, { csr: 'CSR', certificateType: 'ChargingStationCertificate' });
});

test('requests for certificates are listed as they came', async () => {
  await using station = await booted('CERT-22');
  const signing = { csr: 'CSR', certificateType: 'V2G20Certificate', requestId: 7 };
  await station.call('SignCertificate', signing);
  const contract = {
    iso15118SchemaVersion: 'urn:iso:std:iso:15118:-20:CommonMessages',
    action: 'Install',
    exiRequest: 'gJgCAQ==',
    maximumContractCertificateChains: 2,
    prioritizedEMAIDs: ['NL-NBD-C00000001-3'],
  };
  await station.call('Get15118EVCertificate', contract);
  for (const [path, request] of [
    ['signing-requests', signing],
    ['contract-certificate-requests', contract],
  ] as const) {
    assert.deepEqual(await newestOf(`/stations/CERT-22/${path}`), request);
  }
});

test('tariffs are what the last answer about each EVSE said, and one about all replaces them', async () => {
  await using station = await booted('TARIFF');
  const path = '/stations/TARIFF/tariffs';
  const driver = { tariffId: 'T2', tariffKind: 'DriverTariff', evseIds: [1], idTokens: ['DRIVER'] };
  const usual = { tariffId: 'T1', tariffKind: 'DefaultTariff', validFrom: at(0) };
  const asked = async (evseId: number, answer: object) => {
    station.answers.set('GetTariffs', () => answer);
    await command('TARIFF', 'get-tariffs', { evseId });
  };
  await asked(1, { status: 'Accepted', tariffAssignments: [driver] });
  await asked(2, { status: 'NoTariff' });
  await asked(1, { status: 'Rejected' });
  assert.deepEqual(await itemsOf(path), [
    { evseId: 2, tariffs: [] },
    { evseId: 1, tariffs: [driver] },
  ]);
  await asked(0, { status: 'Accepted', tariffAssignments: [usual] });
  assert.deepEqual(await itemsOf(path), [{ evseId: 0, tariffs: [usual] }]);
});

test('costs that a station calculated stand in the ledger, and in a list of their own', async () => {
  await using station = await booted('COST');
  const costDetails = {
    totalCost: {
      currency: 'EUR',
      typeOfCost: 'NormalCost',
      energy: { exclTax: 10, inclTax: 12.1 },
      total: { exclTax: 10, inclTax: 12.1 },
    },
    totalUsage: { energy: 25, chargingTime: 3600, idleTime: 0 },
  } as const;
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  await station.call('TransactionEvent', transactionEvent('T', 1, 'Ended', { costDetails }));
  const { answer } = await ask(csms, 'GET', '/transactions?stationId=COST');
  const path = `/transactions/${answer.items[0].id}`;
  assert.deepEqual(await itemsOf(`${path}/costs`), [
    {
      seqNo: 1,
      at: at(10),
      currency: 'EUR',
      typeOfCost: 'NormalCost',
      totalExclTax: 10,
      totalInclTax: 12.1,
      costDetails,
    },
  ]);
  const events = (await ask(csms, 'GET', `${path}/events`)).answer.items;
  assert.deepEqual(events[1].event.costDetails, costDetails);
  const first = (await ask(csms, 'GET', `${path}/costs?limit=1`)).answer;
  assert.deepEqual(first.items, []);
  assert.equal((await itemsOf(`${path}/costs?limit=1&cursor=${first.nextCursor}`)).length, 1);
  assert.equal((await ask(csms, 'GET', '/transactions/999/costs')).status, 404);
});

test('needs of vehicles are the last of each EVSE, with what the vehicle planned then', async () => {
  await using station = await booted('V2X');
  const v2xChargingParameters = { maxChargePower: 11_000, maxDischargePower: 7_000 };
  const chargingNeeds = {
    requestedEnergyTransfer: 'DC_BPT',
    availableEnergyTransfer: ['DC', 'DC_BPT'],
    departureTime: at(900),
    v2xChargingParameters,
  };
  const old = { requestedEnergyTransfer: 'AC_three_phase' };
  await station.call('NotifyEVChargingNeeds', { evseId: 2, chargingNeeds: old });
  await station.call('NotifyEVChargingNeeds', { evseId: 1, chargingNeeds: old });
  const period = { startPeriod: 0, limit: 16 };
  const chargingSchedule = { id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: [period] };
  const schedule = { evseId: 1, timeBase: at(30), chargingSchedule, selectedChargingScheduleId: 1 };
  await station.call('NotifyEVChargingSchedule', schedule);
  const path = '/stations/V2X/charging-needs';
  const [planned] = (await ask(csms, 'GET', path)).answer.items;
  assert.deepEqual(
    [planned.schedule.at, planned.schedule.chargingSchedule],
    [at(30), chargingSchedule],
  );
  const timestamp = at(60);
  await station.call('NotifyEVChargingNeeds', { evseId: 1, chargingNeeds, timestamp });
  const [first, second, ...others] = await itemsOf(path);
  assert.deepEqual(first, { evseId: 1, at: timestamp, chargingNeeds, ...chargingNeeds });
  assert.deepEqual(second, { evseId: 2, at: second?.at, chargingNeeds: old, ...old });
  assert.deepEqual(others, []);
  await station.call('NotifyPriorityCharging', { transactionId: 'T', activated: true });
  const priority = await newestOf('/stations/V2X/priority-charging');
  assert.deepEqual(priority, { transactionId: 'T', activated: true });
});

test('what a transaction may do with energy is what its station accepted last, while it is under way', async () => {
  await using station = await booted('V2X-T');
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  const allowed = async (transactionId: string, modes: string[], status: string) => {
    station.answers.set('NotifyAllowedEnergyTransfer', () => ({ status }));
    const request = { transactionId, allowedEnergyTransfer: modes };
    await command('V2X-T', 'notify-allowed-energy-transfer', request);
  };
  const path = '/stations/V2X-T/allowed-energy-transfers';
  assert.deepEqual(await itemsOf(path), []);
  await allowed('T', ['DC', 'DC_BPT'], 'Accepted');
  await allowed('T', ['DC'], 'Rejected');
  await allowed('OTHER', ['DC'], 'Accepted');
  const [{ transaction, ...item } = { transaction: 0 }, ...others] = (await ask(csms, 'GET', path))
    .answer.items;
  assert.equal(typeof transaction, 'number');
  assert.ok(item.since);
  assert.deepEqual([item.transactionId, item.evseId, others], ['T', 1, []]);
  assert.deepEqual(item.allowedEnergyTransfer, ['DC', 'DC_BPT']);
  await station.call('TransactionEvent', transactionEvent('T', 1, 'Ended'));
  assert.deepEqual(await itemsOf(path), []);
});

test('settlements and VAT numbers are listed by time, page by page', async () => {
  await using station = await booted('PAY');
  const settled = { pspRef: 'P1', status: 'Settled', receiptId: 'R1', transactionId: 'T' };
  const failed = { pspRef: 'P2', status: 'Failed', statusInfo: 'Card declined' };
  for (const [index, settlement] of [settled, failed].entries()) {
    const amounts = { settlementAmount: 12.4, settlementTime: at(index * 60) };
    await station.call('NotifySettlement', { ...settlement, ...amounts });
  }
  const path = '/stations/PAY/settlements';
  const first = { ...settled, amount: 12.4, at: at(0) };
  const second = { ...failed, amount: 12.4, at: at(60) };
  assert.deepEqual(await itemsOf(path), [second, first]);
  assert.deepEqual(await itemsOf(`${path}?from=${at(60)}`), [second]);
  assert.deepEqual(await itemsOf(`${path}?to=${at(60)}`), [first]);
  const { nextCursor } = (await ask(csms, 'GET', `${path}?limit=1`)).answer;
  assert.deepEqual(await itemsOf(`${path}?limit=1&cursor=${nextCursor}`), [first]);
  await station.call('VatNumberValidation', { vatNumber: 'NL123456789B01', evseId: 1 });
  const validation = await newestOf('/stations/PAY/vat-validations');
  assert.deepEqual(validation, { vatNumber: 'NL123456789B01', evseId: 1 });
});

test('swaps of batteries are listed', async () => {
  await using station = await booted('SWAP');
  await station.call('BatterySwap', {
    eventType: 'BatteryIn',
    requestId: 17,
    idToken: { idToken: 'DRIVER', type: 'ISO14443' },
    batteryData: [{ evseId: 3, serialNumber: 'B-42', soC: 12, soH: 96.5 }],
  });
  const swap = await newestOf('/stations/SWAP/battery-swaps');
  assert.deepEqual(swap, {
    eventType: 'BatteryIn',
    requestId: 17,
    idToken: 'DRIVER',
    idTokenType: 'ISO14443',
    batteries: [{ evseId: 3, serialNumber: 'B-42', socPercent: 12, sohPercent: 96.5 }],
  });
});
