import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressOf, readCampaign, type StepDraft } from './campaigns.ts';
import { readForm } from './form.ts';

function form(fields: Readonly<Record<string, string>>) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return readForm(data);
}

test('progress is shares of all stations', () => {
  const counts = {
    pending: 5,
    active: 1,
    waiting: 1,
    awaiting: 1,
    succeeded: 1,
    failed: 1,
    skipped: 0,
  };
  assert.deepEqual(progressOf({ counts }), {
    total: 10,
    done: 2,
    succeededPercent: 10,
    failedPercent: 10,
    underWayPercent: 30,
  });
});

test('a form becomes an order; what is empty is left to the CSMS', () => {
  const fields = { name: 'night', model: 'M1' };
  const update: StepDraft = {
    id: 1,
    command: 'UpdateFirmware',
    request: { requestId: 1 },
    fits: true,
    until: 'firmwareInstalled',
  };
  const request = { type: 'Immediate' };
  const reset: StepDraft = { id: 2, command: 'Reset', request, fits: true, until: '' };
  const steps = [update, reset];
  assert.deepEqual(readCampaign(form({ ...fields, waveSize: '10', connected: 'no' }), steps), {
    name: 'night',
    stations: { model: 'M1', connected: false },
    steps: [
      { command: 'UpdateFirmware', request: { requestId: 1 }, until: 'firmwareInstalled' },
      { command: 'Reset', request: { type: 'Immediate' } },
    ],
    pace: { waveSize: 10 },
  });
  assert.deepEqual(readCampaign(form(fields), steps, ['CS-1']).stations, { stationIds: ['CS-1'] });
  assert.throws(() => readCampaign(form(fields), [{ ...reset, request: undefined }]), /Reset/);
  assert.throws(() => readCampaign(form(fields), [{ ...reset, fits: false }]), /Reset/);
});
