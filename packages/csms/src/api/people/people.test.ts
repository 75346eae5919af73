import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { COST_OF_PEOPLE, scryptPasswords } from '../../gateway/node/scrypt.ts';
import { type ApiUnderTest, apiUnderTest, bearer } from '../testing/api-under-test.ts';
import { EventStream } from '../testing/event-stream.ts';
import { FakeDatabase, fakePasswords, fakeSecureRandom } from '../testing/fake-csms.ts';
import { listening } from '../testing/listening.ts';
import { sampleStation } from '../testing/sample-views.ts';
import { Sessions } from './sessions.ts';
import { Users } from './users.ts';

const password = 'correct horse battery';
const elsewhere = '198.51.100.1';

/** What a browser keeps after it has signed in. */
interface Browser {
  readonly cookie: string;
  readonly csrfToken: string;
  readonly setCookie: string;
}

async function invite(api: ApiUnderTest, name: string, role: string) {
  const made = await api.app.inject({
    method: 'POST',
    url: '/api/v1/users',
    headers: bearer(api.keys.admin),
    payload: { name, role },
  });
  assert.equal(made.statusCode, 201, made.body);
  const { invitation, user } = made.json();
  return { invitation, id: String(user.id) };
}

function accept(api: ApiUnderTest, invitation: string, chosen = password) {
  const payload = { invitation, password: chosen };
  return api.app.inject({ method: 'POST', url: '/api/v1/invitations/accept', payload });
}

function signIn(api: ApiUnderTest, name: string, tried: string, remoteAddress = '192.0.2.1') {
  const payload = { name, password: tried };
  return api.app.inject({ method: 'POST', url: '/api/v1/session', payload, remoteAddress });
}

function browserOf(answer: Awaited<ReturnType<typeof signIn>>): Browser {
  assert.equal(answer.statusCode, 201, answer.body);
  const setCookie = String(answer.headers['set-cookie']);
  const [cookie = ''] = setCookie.split(';');
  return { cookie, csrfToken: answer.json().csrfToken, setCookie };
}

async function person(api: ApiUnderTest, name = 'ada', role = 'operator') {
  const { invitation, id } = await invite(api, name, role);
  return { id, ...browserOf(await accept(api, invitation)) };
}

const me = (api: ApiUnderTest, headers: object) =>
  api.app.inject({ url: '/api/v1/me', headers: { ...headers } });

test('an invited person chooses a password, signs in and out', async () => {
  await using api = await apiUnderTest();
  const { invitation } = await invite(api, 'Ada', 'operator');
  const short = await accept(api, invitation, 'short');
  assert.equal(short.statusCode, 400);
  browserOf(await accept(api, invitation));
  assert.equal((await accept(api, invitation)).statusCode, 401, 'an invitation is good once');

  assert.equal((await signIn(api, 'Ada', 'wrong')).statusCode, 401);
  const { cookie, csrfToken, setCookie } = browserOf(await signIn(api, 'aDA', password));
  for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/'])
    assert.ok(setCookie.includes(attribute), setCookie);
  const { csrfToken: again, expiresAt, ...who } = (await me(api, { cookie })).json();
  assert.deepEqual(who, { kind: 'user', name: 'Ada', role: 'operator' });
  assert.equal(again, csrfToken);
  assert.equal(Date.parse(expiresAt) - api.clock.epochMs(), 7 * 24 * 3_600_000);

  const headers = { cookie, 'x-csrf-token': csrfToken };
  const out = await api.app.inject({ method: 'DELETE', url: '/api/v1/session', headers });
  assert.equal(out.statusCode, 204);
  assert.match(String(out.headers['set-cookie']), /northbound_session=;.*Max-Age=0/);
  assert.equal((await me(api, { cookie })).statusCode, 401);
});

test('a change by cookie needs the token that only the page knows', async () => {
  await using api = await apiUnderTest();
  const { cookie, csrfToken } = await person(api);
  const put = (headers: object) =>
    api.app.inject({
      method: 'PUT',
      url: '/api/v1/tokens/ISO14443/B2',
      headers: { cookie, ...headers },
      payload: { status: 'Accepted' },
    });
  for (const headers of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': `${csrfToken}x` }])
    assert.equal((await put(headers)).statusCode, 403);
  assert.deepEqual(api.commands.asked, []);
  assert.equal((await put({ 'x-csrf-token': csrfToken })).statusCode, 200);
  const other = await person(api, 'eve');
  assert.equal((await put({ 'x-csrf-token': other.csrfToken })).statusCode, 403);
});

test('a session ends when nobody uses it, and after a week', async () => {
  await using api = await apiUnderTest();
  const hourMs = 3_600_000;
  const { cookie } = await person(api);
  for (let i = 0; i < 15; i += 1) {
    await api.clock.advance(11 * hourMs);
    assert.equal((await me(api, { cookie })).statusCode, 200, `${i}`);
  }
  await api.clock.advance(3 * hourMs);
  assert.equal((await me(api, { cookie })).statusCode, 401, 'after a week');
  const { cookie: unused } = browserOf(await signIn(api, 'ada', password));
  await api.clock.advance(12 * hourMs);
  assert.equal((await me(api, { cookie: unused })).statusCode, 401, 'after a night');
});

test('who changes the password ends the other sessions', async () => {
  await using api = await apiUnderTest();
  const first = await person(api);
  const { cookie, csrfToken } = browserOf(await signIn(api, 'ada', password));
  const change = (currentPassword: string, newPassword: string) =>
    api.app.inject({
      method: 'PUT',
      url: '/api/v1/me/password',
      headers: { cookie, 'x-csrf-token': csrfToken },
      payload: { currentPassword, newPassword },
    });
  assert.equal((await change('wrong', 'another long one')).statusCode, 403);
  assert.equal((await change(password, 'another long one')).statusCode, 204);
  assert.equal((await me(api, { cookie })).statusCode, 200);
  assert.equal((await me(api, { cookie: first.cookie })).statusCode, 401);
  assert.equal((await signIn(api, 'ada', password)).statusCode, 401);
  browserOf(await signIn(api, 'ada', 'another long one'));
});

test('a session that nobody uses ends in the night, and its event stream with it', async () => {
  await using api = await apiUnderTest();
  const [idle, busy] = [await person(api, 'idle'), await person(api, 'busy')];
  await using server = await listening(api);
  const [ofIdle, ofBusy] = [
    await EventStream.open(`${server.url}/events`, { cookie: idle.cookie }),
    await EventStream.open(`${server.url}/events`, { cookie: busy.cookie }),
  ];
  for (let hour = 0; hour < 13; hour += 1) {
    assert.equal((await me(api, { cookie: busy.cookie })).statusCode, 200);
    await api.clock.advance(3_600_000);
  }
  assert.equal((await me(api, { cookie: idle.cookie })).statusCode, 401);
  while ((await ofIdle.next()) !== undefined);
  const station = sampleStation('CS-1');
  api.bus.publish({ type: 'station', at: '2026-01-01T00:00:00.000Z', stationId: 'CS-1', station });
  await api.clock.advance(50);
  let block = await ofBusy.next();
  while (block !== undefined && block.event === undefined) block = await ofBusy.next();
  assert.equal(block?.event, 'station');
  ofBusy.close();
});

test('a session that is pushed out by newer ones takes its event stream along, and no other', async () => {
  await using api = await apiUnderTest();
  const oldest = await person(api);
  await using server = await listening(api);
  const ofOldest = await EventStream.open(`${server.url}/events`, { cookie: oldest.cookie });
  await api.clock.advance(1);
  const next = browserOf(await signIn(api, 'ada', password));
  const ofNext = await EventStream.open(`${server.url}/events`, { cookie: next.cookie });
  for (let more = 0; more < 19; more += 1) {
    await api.clock.advance(1);
    browserOf(await signIn(api, 'ada', password));
  }
  while ((await ofOldest.next()) !== undefined);
  const station = sampleStation('CS-1');
  api.bus.publish({ type: 'station', at: '2026-01-01T00:00:00.000Z', stationId: 'CS-1', station });
  await api.clock.advance(50);
  let block = await ofNext.next();
  while (block !== undefined && block.event === undefined) block = await ofNext.next();
  assert.equal(block?.event, 'station');
  ofNext.close();
});

test('another role or a removal ends the sessions of a person at once', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.admin);
  const { id, cookie } = await person(api);
  const url = `/api/v1/users/${id}`;
  const changed = await api.app.inject({
    method: 'PUT',
    url,
    headers,
    payload: { role: 'viewer' },
  });
  assert.equal(changed.json().role, 'viewer');
  assert.equal((await me(api, { cookie })).statusCode, 401);
  const { cookie: later } = browserOf(await signIn(api, 'ada', password));
  assert.equal((await me(api, { cookie: later })).json().role, 'viewer');
  assert.equal((await api.app.inject({ method: 'DELETE', url, headers })).statusCode, 204);
  assert.equal((await me(api, { cookie: later })).statusCode, 401);
  assert.equal((await signIn(api, 'ada', password)).statusCode, 401);
});

test('a forgotten password is another invitation; the old one is good until then', async () => {
  await using api = await apiUnderTest();
  const { id } = await person(api);
  const again = await api.app.inject({
    method: 'POST',
    url: `/api/v1/users/${id}/invitation`,
    headers: bearer(api.keys.admin),
  });
  const { invitation } = again.json();
  const { cookie } = browserOf(await signIn(api, 'ada', password));
  await accept(api, invitation, 'a completely new one');
  assert.equal((await me(api, { cookie })).statusCode, 401);
  assert.equal((await signIn(api, 'ada', password)).statusCode, 401);
  const late = await invite(api, 'bob', 'viewer');
  await api.clock.advance(7 * 24 * 3_600_000);
  assert.equal((await accept(api, late.invitation)).statusCode, 401, 'a week is over');
});

test('who guesses at an account from one address waits longer each time', async () => {
  await using api = await apiUnderTest();
  await person(api);
  const waits: number[] = [];
  for (let failures = 1; failures <= 18; failures += 1) {
    // However the name is written, it is one account.
    const name = failures % 2 === 0 ? 'ADA' : '\uff41\uff44\uff41';
    assert.equal((await signIn(api, name, 'guess')).statusCode, 401, `${failures}`);
    if (failures < 5) continue;
    const refused = await signIn(api, 'ada', password);
    assert.equal(refused.statusCode, 429, 'also with the right one');
    const waitS = Number(refused.headers['retry-after']);
    waits.push(waitS);
    await api.clock.advance(Math.max(waitS, 60) * 1000);
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
  browserOf(await signIn(api, 'ada', password));
  assert.equal((await signIn(api, 'ada', 'guess')).statusCode, 401);
  browserOf(await signIn(api, 'ada', password));
});

test('nobody is locked out by who guesses behind the same address', async () => {
  await using api = await apiUnderTest();
  await person(api);
  for (let i = 0; i < 100; i += 1)
    assert.equal((await signIn(api, `nobody${i}`, 'guess')).statusCode, 401);
  for (let i = 0; i < 10; i += 1) await signIn(api, 'eve', 'guess');
  assert.equal((await signIn(api, 'eve', 'guess')).statusCode, 429);
  browserOf(await signIn(api, 'ada', password));
  const log = await api.app.inject({
    url: '/api/v1/audit?action=signIn&limit=1000',
    headers: bearer(api.keys.admin),
  });
  const strangers = log
    .json()
    .items.filter(({ callerName }: { callerName: string }) => callerName === 'somebody');
  assert.equal(strangers.length, 20, 'who guesses does not fill the disk either');
});

test('guesses at an account from many addresses are few, and its owner comes in all the same', async () => {
  await using api = await apiUnderTest();
  await person(api);
  browserOf(await signIn(api, 'ada', password));
  for (let i = 0; i < 20; i += 1)
    assert.equal((await signIn(api, 'ADA', 'guess', `203.0.113.${i}`)).statusCode, 401);
  assert.equal((await signIn(api, 'ada', 'guess', '203.0.113.99')).statusCode, 429);
  assert.equal((await signIn(api, 'ada', password, elsewhere)).statusCode, 429, 'unknown there');
  browserOf(await signIn(api, 'ada', password));
  await api.clock.advance(60_000);
  browserOf(await signIn(api, 'ada', password, elsewhere));
});

test('attempts that run side by side do not get past the limit', async () => {
  await using api = await apiUnderTest();
  await person(api);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => signIn(api, 'ada', `guess ${i}`)),
  );
  const tried = answers.filter(({ statusCode }) => statusCode === 401);
  assert.equal(tried.length, 5);
  for (const { statusCode } of answers) assert.ok([401, 429, 503].includes(statusCode));
});

test('an invitation that is right is taken however many were wrong', async () => {
  await using api = await apiUnderTest();
  const { invitation } = await invite(api, 'ada', 'viewer');
  for (let i = 0; i < 10; i += 1)
    assert.equal((await accept(api, `nbi_wrong${i}`)).statusCode, 401);
  assert.equal((await accept(api, 'nbi_wrong')).statusCode, 429);
  browserOf(await accept(api, invitation));
});

test('an answer does not tell which names there are', async () => {
  await using api = await apiUnderTest();
  await person(api);
  const wrong = await signIn(api, 'ada', 'wrong');
  const nobody = await signIn(api, 'nobody', 'wrong');
  assert.equal(wrong.body, nobody.body);
});

test('signing in is in the audit log, without what was typed', async () => {
  await using api = await apiUnderTest();
  await person(api);
  await signIn(api, 'ada', 'hunter2hunter2');
  await signIn(api, 'hunter2hunter2', 'ada');
  const log = await api.app.inject({ url: '/api/v1/audit', headers: bearer(api.keys.admin) });
  const entries = log
    .json()
    .items.map(({ callerKind, callerName, action, status }: Record<string, unknown>) =>
      [callerKind, callerName, action, status].join(' '),
    );
  assert.deepEqual(entries.toSorted(), [
    'key the admin createUser 201',
    'user ada acceptInvitation 201',
    'user ada signIn 401',
    'user somebody signIn 401',
  ]);
  assert.ok(!log.body.includes('hunter2'));
});

test('the last way in for an admin stays', async () => {
  await using api = await apiUnderTest();
  const admin = await person(api, 'root', 'admin');
  const headers = bearer(api.keys.admin);
  const own = `/api/v1/keys/${api.keys.admin.slice(3, 15)}`;
  assert.equal((await api.app.inject({ method: 'DELETE', url: own, headers })).statusCode, 204);
  const signed = { cookie: admin.cookie, 'x-csrf-token': admin.csrfToken };
  const url = `/api/v1/users/${admin.id}`;
  for (const request of [
    { method: 'DELETE', url },
    { method: 'PUT', url, payload: { role: 'viewer' } },
  ] as const) {
    const refused = await api.app.inject({ ...request, headers: signed });
    assert.equal(refused.json().type, 'urn:northbound:problem:lastAdmin');
  }
});

test('nobody has the same name, however it is written', async () => {
  const clock = new VirtualClock();
  const database = new FakeDatabase();
  const secureRandom = fakeSecureRandom();
  const users = new Users({ database, clock, secureRandom, passwords: fakePasswords });
  await users.add('Zoë', 'viewer');
  await assert.rejects(users.add('ZOE\u0308', 'viewer'), { code: 'conflict' });
});

function peopleAt(clock: VirtualClock) {
  const database = new FakeDatabase();
  const options = { database, clock, secureRandom: fakeSecureRandom(), passwords: fakePasswords };
  return { users: new Users(options), sessions: new Sessions(options) };
}

test('of two who accept an invitation at the same moment one does', async () => {
  const { users } = peopleAt(new VirtualClock(Date.UTC(2026, 0, 1)));
  const { invitation, user } = await users.add('ada', 'operator');
  const chosen = [password, 'another long one'];
  const accepted = await Promise.all(chosen.map((each) => users.accept(invitation, each)));
  assert.equal(accepted.filter((proof) => proof !== undefined).length, 1);
  const [good = '', other = ''] = accepted[0] === undefined ? chosen.toReversed() : chosen;
  assert.equal((await users.verify('ada', good))?.user.id, user.id);
  assert.equal(await users.verify('ada', other), undefined);
});

test('who was checked by a password opens no session once it is another one', async () => {
  const { users, sessions } = peopleAt(new VirtualClock(Date.UTC(2026, 0, 1)));
  const { invitation, user } = await users.add('ada', 'operator');
  const proof = (await users.accept(invitation, password)) ?? assert.fail();
  const session = (await sessions.open(proof)) ?? assert.fail();
  assert.equal((await sessions.find(session.token))?.caller.id, user.id);
  await users.setPassword(user.id, 'another long one');
  await sessions.closeAll(user.id);
  assert.equal(await sessions.open(proof), undefined);
});

test('passwords of people are hashed dearly, and known again', async () => {
  const passwords = scryptPasswords(COST_OF_PEOPLE);
  const hash = await passwords.hash(Buffer.from(password));
  assert.match(hash, /^scrypt\$32768\$8\$1\$/);
  assert.equal(await passwords.verify(hash, Buffer.from(password)), true);
  assert.equal(await passwords.verify(hash, Buffer.from('correct horse')), false);
});
