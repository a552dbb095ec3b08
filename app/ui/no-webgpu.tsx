import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';

const FIXES: readonly { readonly browser: string; readonly fix: string }[] = [
  {
    browser: 'Chrome and Edge',
    fix: 'Version 113 or later has WebGPU on Windows, macOS and ChromeOS, 121 on Android. Open chrome://gpu: when WebGPU is disabled there, turn on graphics acceleration in the settings under System. On Linux open chrome://flags, enable “Unsafe WebGPU Support” and “Vulkan”, and restart the browser.',
  },
  {
    browser: 'Firefox',
    fix: 'Version 141 or later has WebGPU on Windows, 145 on macOS with Apple silicon. Elsewhere use Firefox Nightly, or set dom.webgpu.enabled to true in about:config and restart the browser.',
  },
  {
    browser: 'Safari',
    fix: 'Version 26 or later has WebGPU on macOS, iOS and iPadOS. In Safari 18 turn on WebGPU under Settings, Feature Flags (on iOS: Settings, Apps, Safari, Advanced, Feature Flags).',
  },
];

/** The page of a browser without WebGPU or without an adapter for it: why nothing runs and how to change that. */
export function NoWebGpu({ reason }: { reason: string }): ReactElement {
  return (
    <main className="no-webgpu" id="main">
      <h1 className="wordmark">Curvature Lab</h1>
      <h2>No WebGPU device here</h2>
      <p>{reason}</p>
      <p>
        Curvature Lab trains neural networks on your own GPU, inside the page. Nothing is sent anywhere, so there is no server to fall back
        to.
      </p>
      <dl>
        {FIXES.map(({ browser, fix }) => (
          <div key={browser}>
            <dt>{browser}</dt>
            <dd>{fix}</dd>
          </div>
        ))}
      </dl>
      <p>A page opened over plain http has no WebGPU either, except on localhost: use https.</p>
      <Button className="button button-primary" onPress={() => location.reload()}>
        Try again
      </Button>
    </main>
  );
}
