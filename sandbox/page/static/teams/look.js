// How Teams draws cards, as the library's HostConfig. Colours are custom properties, so light and dark need no second drawing.

const ink = (name) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle, var(--${name}))` });
const INKS = {
  default: { default: "var(--text)", subtle: "var(--text-soft)" },
  dark: { default: "var(--text)", subtle: "var(--text-soft)" },
  light: { default: "var(--surface)", subtle: "var(--surface-soft)" },
  accent: ink("teams-link"),
  good: ink("brand-on-soft"),
  warning: ink("warn-on-soft"),
  attention: ink("danger"),
};
const box = (colour) => ({ backgroundColor: `var(--${colour})`, foregroundColors: INKS });

export const LOOK = {
  fontFamily: "inherit",
  fontSizes: { small: 12, default: 14, medium: 15, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  lineHeights: { small: 17, default: 20, medium: 21, large: 24, extraLarge: 29 },
  spacing: { small: 4, default: 9, medium: 14, large: 20, extraLarge: 28, padding: 13 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  imageSizes: { small: 32, medium: 52, large: 100 },
  choiceSetInputValueSeparator: ",",
  supportsInteractivity: true,
  textBlock: { headingLevel: 3 },
  textStyles: { heading: { size: "Medium", weight: "Bolder", color: "Default", isSubtle: false } },
  containerStyles: {
    default: box("teams-card"),
    emphasis: box("surface-soft"),
    accent: box("teams-soft"),
    good: box("brand-soft"),
    warning: box("warn-soft"),
    attention: box("danger-soft"),
  },
  actions: {
    maxActions: 6,
    spacing: "Default",
    buttonSpacing: 6,
    showCard: { actionMode: "Inline", inlineTopMargin: 8, style: "emphasis" },
    actionsOrientation: "Horizontal",
    actionAlignment: "Left",
    allowTitleToWrap: true,
  },
  inputs: {
    label: {
      inputSpacing: "Small",
      requiredInputs: { weight: "Bolder", size: "Default", suffix: " *", suffixColor: "Attention" },
      optionalInputs: { weight: "Bolder", size: "Default" },
    },
    errorMessage: { size: "Small", color: "Attention", spacing: "Small" },
  },
  factSet: { title: { weight: "Bolder", wrap: true, maxWidth: 110 }, value: { wrap: true }, spacing: 10 },
};
