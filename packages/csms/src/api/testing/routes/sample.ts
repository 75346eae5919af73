import type { Role } from '../../../views.ts';

/** One route of the API, with a request that succeeds on the fakes. */
export interface RouteSample {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** As the OpenAPI document writes it. */
  readonly route: string;
  readonly url: string;
  readonly role: Role | 'anyone';
  readonly body?: object;
  readonly status: number;
}

export function get(route: string, url = route, role: RouteSample['role'] = 'viewer'): RouteSample {
  return { method: 'GET', route, url, role, status: 200 };
}

export function put(
  route: string,
  url: string,
  role: RouteSample['role'],
  body: object,
): RouteSample {
  return { method: 'PUT', route, url, role, body, status: 200 };
}

export function post(
  route: string,
  url: string,
  role: RouteSample['role'],
  body?: object,
): RouteSample {
  return { method: 'POST', route, url, role, status: 200, ...(body !== undefined && { body }) };
}

export function remove(route: string, url: string, role: Role): RouteSample {
  return { method: 'DELETE', route, url, role, status: 204 };
}
