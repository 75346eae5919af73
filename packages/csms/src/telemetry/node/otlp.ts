import type { Tracing } from '../tracing.ts';

/** Tracing with what it needs to end. */
export interface RunningTracing {
  readonly tracing: Tracing;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Whether the environment names a place for traces, in the standard variables of OpenTelemetry. */
export function tracesEndpoint(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment.OTEL_SDK_DISABLED === 'true' || environment.OTEL_TRACES_EXPORTER === 'none')
    return undefined;
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own, OTEL_EXPORTER_OTLP_ENDPOINT: shared } =
    environment;
  if (own !== undefined && own !== '') return own;
  return shared === undefined || shared === ''
    ? undefined
    : `${shared.replace(/\/$/, '')}/v1/traces`;
}

/** Sends traces over OTLP/HTTP. Loads OpenTelemetry only here: where nobody asks for traces it costs nothing. */
export async function startTracing(endpoint: string): Promise<RunningTracing> {
  const [
    { OTLPTraceExporter },
    { BasicTracerProvider, BatchSpanProcessor },
    resources,
    { Tracing },
  ] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/resources'),
    import('../tracing.ts'),
  ]);
  const provider = new BasicTracerProvider({
    resource: resources.resourceFromAttributes({
      'service.name': process.env.OTEL_SERVICE_NAME ?? 'northbound-csms',
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: endpoint }))],
  });
  return {
    tracing: new Tracing(provider.getTracer('northbound')),
    close: () => provider.shutdown(),
  };
}
