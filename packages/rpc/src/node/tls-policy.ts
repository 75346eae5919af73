/**
 * The cipher suites of the standard for TLS 1.2 (2.1 part 2, A00.FR.318 and .319): ECDSA with forward
 * secrecy first, RSA for those who have nothing better. The list is a minimum, so the two of ECDHE_RSA
 * are here too: without them a CSMS with the RSA certificate of a public CA had no forward secrecy.
 */
const TLS_1_2_SUITES = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
] as const;

/** "1.2 or above" leaves them open (A00.FR.313); each is as strong as the list above. */
const TLS_1_3_SUITES = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
] as const;

/** What both sides accept of TLS (2.1 part 2, A00.FR.313 to .320); Node offers no compression (.321). */
export const TLS_POLICY = {
  minVersion: 'TLSv1.2',
  ciphers: [...TLS_1_3_SUITES, ...TLS_1_2_SUITES].join(':'),
} as const;
