const silent = () => {};

/** @returns a logger with the methods ocpp-ws-io calls, all of them silent. */
export function createLogger() {
  const logger = {
    trace: silent,
    debug: silent,
    info: silent,
    warn: silent,
    error: silent,
    fatal: silent,
    child: () => logger,
    close: silent,
  };
  return logger;
}

export const prettyTransport = () => ({ write: silent });
export const consoleTransport = () => ({ write: silent });
