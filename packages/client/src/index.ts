export { type Calls, type Client, createClient, everyPage } from './client.ts';
export type { EventSelection, Followed, FollowOptions } from './follow.ts';
export type * from './generated/schemas.ts';
export type { ClientOptions, RequestOptions } from './options.ts';
export { ApiProblem, isProblem, NoAnswer } from './problem.ts';
