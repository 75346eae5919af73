/**
 * How many ways in there are for an admin of everything: keys that do not expire by themselves, and people with a
 * password. An SQL expression, so that it can be a condition of the statement that takes one away.
 */
export const fullAdmins = `((SELECT COUNT(*) FROM api_keys
    WHERE role = 'admin' AND expires_at IS NULL AND stations IS NULL AND station_groups IS NULL)
  + (SELECT COUNT(*) FROM users WHERE role = 'admin' AND password_hash IS NOT NULL))`;
