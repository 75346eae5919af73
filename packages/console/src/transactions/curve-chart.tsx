import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Curve } from '../model/curve.ts';
import { useShownTheme } from '../ui/theme.ts';

const HEIGHT_PX = 280;

/** Power on the left axis, energy on the right one, state of charge on a hidden scale of 0 to 100 %. */
export function CurveChart({ curve }: { readonly curve: Curve }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const latest = useRef(curve);
  const theme = useShownTheme();
  const { hasPower, hasEnergy, hasSoc } = curve;

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const shape = { hasPower, hasEnergy, hasSoc, theme };
    const plot = new uPlot(
      { ...chartOptions(shape), width: element.clientWidth, height: HEIGHT_PX },
      chartData(latest.current),
      element,
    );
    chart.current = plot;
    const resizing = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT_PX }),
    );
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
  const energies = curve.energyKwh.filter((value) => value !== null);
  const peak = powers.length === 0 ? '' : `, peak power ${Math.max(...powers).toFixed(1)} kW`;
  const energy = energies.at(-1);
  return `Curve of ${curve.timesS.length} samples${peak}${energy === undefined ? '' : `, energy ${energy.toFixed(2)} kWh`}`;
}

function chartData(curve: Curve): uPlot.AlignedData {
  return [[...curve.timesS], [...curve.powerKw], [...curve.energyKwh], [...curve.socPercent]];
}

interface ChartShape {
  readonly hasPower: boolean;
  readonly hasEnergy: boolean;
  readonly hasSoc: boolean;
  /** Colours are read from the style sheet when the chart is made, so it is made again for another theme. */
  readonly theme: 'light' | 'dark';
}

function chartOptions(shape: ChartShape): Omit<uPlot.Options, 'width' | 'height'> {
  const styles = getComputedStyle(document.documentElement);
  const colour = (name: string) => styles.getPropertyValue(name).trim();
  const font = `12px ${colour('--font-sans')}`;
  const axis: uPlot.Axis = {
    stroke: colour('--text-muted'),
    font,
    labelFont: font,
    labelSize: 20,
    grid: { stroke: colour('--border-soft'), width: 1 },
    ticks: { show: false },
  };
  return {
    cursor: { points: { size: 7 }, drag: { x: true, y: false } },
    hooks: { setCursor: [showLatestWhenIdle] },
    scales: { soc: { range: [0, 100] }, kWh: { range: fromZero }, kW: { range: fromZero } },
    axes: [
      { ...axis, space: 80, values: (_, splits) => timeLabels(splits) },
      { ...axis, scale: 'kW', label: 'Power, kW', size: 40, show: shape.hasPower },
      {
        ...axis,
        scale: 'kWh',
        label: 'Energy, kWh',
        side: 1,
        size: 40,
        show: shape.hasEnergy,
        grid: { show: false },
      },
      {
        ...axis,
        scale: 'soc',
        label: 'State of charge, %',
        side: 1,
        size: 44,
        show: shape.hasSoc,
        grid: { show: false },
      },
    ],
    series: [
      { label: 'Time', value: (_, timeS) => (timeS === null ? '–' : timeLabel(timeS)) },
      {
        label: 'Power',
        scale: 'kW',
        show: shape.hasPower,
        stroke: colour('--chart-power'),
        fill: colour('--chart-power-area'),
        width: 2,
        spanGaps: true,
        points: { show: hasRoomForPoints, size: 5 },
        value: (_, value) => (value === null ? '–' : `${value.toFixed(2)} kW`),
      },
      {
        label: 'Energy',
        scale: 'kWh',
        show: shape.hasEnergy,
        stroke: colour('--chart-energy'),
        width: 2,
        spanGaps: true,
        points: { show: hasRoomForPoints, size: 5 },
        value: (_, value) => (value === null ? '–' : `${value.toFixed(3)} kWh`),
      },
      {
        label: 'State of charge',
        scale: 'soc',
        show: shape.hasSoc,
        stroke: colour('--chart-soc'),
        width: 2,
        dash: [6, 4],
        spanGaps: true,
        points: { show: hasRoomForPoints, size: 5 },
        value: (_, value) => (value === null ? '–' : `${Math.round(value)} %`),
      },
    ],
  };
}

/** Each sample is marked where few are in sight: a line alone hides how often a station measures. */
function hasRoomForPoints(_: uPlot, _series: number, first: number, last: number): boolean {
  return last - first < 30;
}

/** Without the pointer on the chart the legend tells the latest values. */
function showLatestWhenIdle(plot: uPlot): void {
  if (typeof plot.cursor.idx !== 'number') plot.setLegend({ idx: plot.data[0].length - 1 }, false);
}

const timeOfDay = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const secondOfDay = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

function timeLabel(timeS: number): string {
  return secondOfDay.format(timeS * 1000);
}

/** Seconds where the marks are close together; the day under the first mark and where it changes. */
function timeLabels(splits: readonly number[]): string[] {
  const [first = 0, second = first + 60] = splits;
  const format = second - first < 60 ? secondOfDay : timeOfDay;
  let day = '';
  return splits.map((timeS) => {
    const thisDay = dayOfYear.format(timeS * 1000);
    const label = format.format(timeS * 1000);
    if (thisDay === day) return label;
    day = thisDay;
    return `${label}\n${thisDay}`;
  });
}

/** Zero is always in sight, so that a flat line looks flat; discharging goes below it. */
function fromZero(_: uPlot, least: number | null, most: number | null): uPlot.Range.MinMax {
  const top = Math.max(most ?? 0, 0);
  const bottom = Math.min(least ?? 0, 0);
  return [bottom * 1.1, top === 0 && bottom === 0 ? 1 : top * 1.1];
}
