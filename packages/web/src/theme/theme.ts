import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Input,
  type MantineColorsTuple,
  Modal,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';

const accent: MantineColorsTuple = [
  '#EAF0FE',
  '#D3DFFD',
  '#A9C0FB',
  '#7C9CFF',
  '#5B80F5',
  '#446EF0',
  '#2F5BEA',
  '#2449C8',
  '#1D3BA3',
  '#172F82',
];

/** Filled and light buttons take their colours from the tokens, so both themes keep their contrast. */
const variantColors: VariantColorsResolver = (input) => {
  const named = input.color ?? 'accent';
  if (named === 'accent' && input.variant === 'filled') {
    return {
      background: 'var(--accent)',
      hover: 'var(--accent-hover)',
      color: 'var(--accent-contrast)',
      border: '1px solid transparent',
    };
  }
  if (named === 'danger' && input.variant === 'filled') {
    return {
      background: 'var(--danger)',
      hover: 'var(--danger-fg)',
      color: 'var(--surface)',
      border: '1px solid transparent',
    };
  }
  if (input.variant === 'subtle') {
    return {
      background: 'transparent',
      hover: 'var(--hover)',
      color: 'var(--text-2)',
      border: '1px solid transparent',
    };
  }
  return defaultVariantColorsResolver(input);
};

/** Mantine reads its dark surfaces and borders from this scale; light to dark. */
const dark: MantineColorsTuple = [
  '#E9EDF3',
  '#C9D1DC',
  '#A9B4C2',
  '#8492A6',
  '#2A323E',
  '#232B36',
  '#1B212B',
  '#161B23',
  '#11151B',
  '#0E1116',
];

export const theme = createTheme({
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-ui)', fontWeight: '600' },
  primaryColor: 'accent',
  colors: { accent, dark },
  variantColorResolver: variantColors,
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '999px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  fontSizes: { xs: '12px', sm: 'var(--fs-base)', md: 'var(--fs-lead)', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.5', md: '1.45', lg: '1.5', xl: '1.4' },
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm', fw: 500 },
      vars: (_theme, props) =>
        props.size === 'sm' ? { root: { '--button-height': 'var(--control)' } } : { root: {} },
    }),
    Input: Input.extend({
      vars: (_theme, props) =>
        props.size === undefined || props.size === 'sm'
          ? { wrapper: { '--input-height': 'var(--control)' } }
          : { wrapper: {} },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: false, openDelay: 300, fz: 12 } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.4 } },
    }),
  },
});

/** Given per scheme, for Mantine's own per-scheme values would win over general ones. */
const mantineColours = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--border-strong)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-disabled': 'var(--neutral-bg)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-color-disabled-border': 'var(--border)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-contrast': 'var(--accent-contrast)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-light': 'var(--accent-tint)',
  '--mantine-color-accent-light-color': 'var(--accent-text)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: mantineColours,
  dark: mantineColours,
});
