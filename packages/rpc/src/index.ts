export type {
  AnyPeer,
  FrameKind,
  Gate,
  Handlers,
  InboundMessage,
  RpcPeer,
  SessionObserver,
  SessionReport,
} from './api.ts';
export { type BackOff, backOffWaitS } from './client/back-off.ts';
export type { NetworkProfile } from './client/network-profiles.ts';
export type { RpcClient, RpcClientOptions, RpcClientPorts } from './client/options.ts';
export { isEndpoint } from './endpoint.ts';
export { linkFailureText } from './link-failure.ts';
export { ConnectError, type ConnectOptions, connect, createRpcClient } from './node/client.ts';
export { createRpcServer } from './node/server.ts';
export { asksForWebSocket } from './node/shared-upgrades.ts';
export { systemClock, systemRandom } from './node/system.ts';
export { TLS_POLICY } from './node/tls-policy.ts';
export { type DialerOptions, webSocketDialer } from './node/web-socket-dialer.ts';
export { type CallOptions, type CallOutcome, RpcCallError } from './outcome.ts';
export type {
  Clock,
  Dialer,
  DialListener,
  DialTarget,
  Link,
  LinkFailure,
  LinkListener,
  Random,
  Timer,
  TlsIdentity,
} from './ports.ts';
export { RpcError, SilentRefusal } from './rpc-error.ts';
export { type Admitted, RpcAcceptor } from './server/acceptor.ts';
export type {
  Admission,
  ClientCertificate,
  Handshake,
  RefusedHandshake,
} from './server/handshake.ts';
export { isIdentityOf } from './server/identity.ts';
export type {
  AcceptorOptions,
  ConnectionInfo,
  Origin,
  RpcServer,
  RpcServerOptions,
  ServerLimits,
} from './server/options.ts';
export { RpcSession } from './session/session.ts';
export type { SupportedVersions, VersionSupport } from './versions.ts';
