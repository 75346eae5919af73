import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Curve } from '../model/curve.ts';
import { useShownTheme } from '../ui/theme.ts';
import { chartData, chartOptions, showLatestWhenIdle } from './chart-options.ts';

const HEIGHT_PX = 280;

/** Power on the left axis, energy and state of charge on the right. */
export function CurveChart({ curve }: { readonly curve: Curve }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const latest = useRef(curve);
  const theme = useShownTheme();
  const { hasPower, hasEnergy, hasSoc } = curve;

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const size = () => ({ width: element.clientWidth, height: HEIGHT_PX });
    const options = chartOptions({ hasPower, hasEnergy, hasSoc, theme });
    const plot = new uPlot({ ...options, ...size() }, chartData(latest.current), element);
    showLatestWhenIdle(plot);
    chart.current = plot;
    const resizing = new ResizeObserver(() => plot.setSize(size()));
    resizing.observe(element);
    return () => {
      resizing.disconnect();
      plot.destroy();
    };
  }, [hasPower, hasEnergy, hasSoc, theme]);

  useEffect(() => {
    latest.current = curve;
    const plot = chart.current;
    plot?.setData(chartData(curve));
    if (plot !== undefined) showLatestWhenIdle(plot);
  }, [curve]);

  return <div className="chart" ref={host} role="img" aria-label={describe(curve)} />;
}

function describe(curve: Curve): string {
  const powers = curve.powerKw.filter((value) => value !== null);
  const energy = curve.energyKwh.findLast((value) => value !== null);
  const parts = [`Curve of ${curve.timesS.length} samples`];
  if (powers.length > 0) {
    const peak = powers.reduce((most, value) => Math.max(most, value));
    parts.push(`peak power ${peak.toFixed(1)} kW`);
  }
  if (energy !== undefined && energy !== null) parts.push(`energy ${energy.toFixed(2)} kWh`);
  return parts.join(', ');
}
