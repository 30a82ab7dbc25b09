import type { Language, Words } from "../core/spec/dashboard.ts";

/** Words of the pages themselves; those of a deployment's pages are declared with them. */
export const ui = {
  skip: { en: "Skip to content", fr: "Aller au contenu" },
  operate: { en: "Operations", fr: "Exploitation" },
  dashboards: { en: "Dashboards", fr: "Tableaux de bord" },
  home: { en: "Home", fr: "Accueil" },
  apiDocs: { en: "API documentation", fr: "Documentation de l’API" },
  apiDocument: { en: "OpenAPI document", fr: "Document OpenAPI" },
  temporal: { en: "Temporal Web UI", fr: "Interface de Temporal" },
  pages: { en: "Pages", fr: "Pages" },
  signIn: { en: "Sign in", fr: "Se connecter" },
  signOut: { en: "Sign out", fr: "Se déconnecter" },
  signInWith: { en: "Sign in with your organisation", fr: "Se connecter avec votre organisation" },
  passphrase: { en: "Passphrase", fr: "Phrase de passe" },
  wrongPassphrase: {
    en: "That is not the passphrase. It is in the file that `sillage dev` names when it starts.",
    fr: "Ce n’est pas la phrase de passe. Elle est dans le fichier que `sillage dev` nomme à son démarrage.",
  },
  tooMany: {
    en: "Too many attempts. Try again in a few seconds.",
    fr: "Trop d’essais. Réessayez dans quelques secondes.",
  },
  noSignIn: {
    en: "Nobody can sign in yet: set OIDC_ISSUER and its companions, or PAGES_PASSPHRASE.",
    fr: "Personne ne peut encore se connecter : réglez OIDC_ISSUER et ce qui l’accompagne, ou PAGES_PASSPHRASE.",
  },
  refused: { en: "Signing in failed.", fr: "La connexion a échoué." },
  noRole: {
    en: "You are known, but you were given no role here. Ask whoever manages Sillage.",
    fr: "Vous êtes connu, mais aucun rôle ne vous a été donné ici. Demandez à qui gère Sillage.",
  },
  again: { en: "Try again", fr: "Réessayer" },
  notAllowed: { en: "Your role does not show this page.", fr: "Votre rôle ne montre pas cette page." },
  tooLong: { en: "What was sent is longer than is taken.", fr: "L’envoi est plus long que ce qui est accepté." },
  formExpired: {
    en: "This form is no longer valid: go back, load the page anew and send it again.",
    fr: "Ce formulaire n’est plus valable : revenez, rechargez la page et renvoyez-le.",
  },
  away: {
    en: "The data do not answer at the moment. Try again shortly.",
    fr: "Les données ne répondent pas pour l’instant. Réessayez bientôt.",
  },
  failed: { en: "Something failed on our side. Tell us:", fr: "Quelque chose a échoué de notre côté. Dites-nous :" },
  notFound: { en: "There is no such page.", fr: "Cette page n’existe pas." },
  badPeriod: {
    en: "This period cannot be shown: the last day must not come before the first, nor more than six years after it.",
    fr: "Cette période ne peut être affichée : le dernier jour ne doit ni précéder le premier, ni le suivre de plus de six ans.",
  },
  unknownSite: { en: "There is no such site.", fr: "Ce site n’existe pas." },
  from: { en: "From", fr: "Du" },
  until: { en: "to", fr: "au" },
  show: { en: "Show", fr: "Afficher" },
  allSites: { en: "All", fr: "Tous" },
  period: { en: "Period", fr: "Période" },
  lastYear: { en: "A year before", fr: "Un an avant" },
  thisYear: { en: "This period", fr: "Cette période" },
  change: { en: "Change", fr: "Évolution" },
  share: { en: "Share", fr: "Part" },
  table: { en: "Table", fr: "Tableau" },
  csv: { en: "CSV file", fr: "Fichier CSV" },
  nothing: { en: "Nothing in this period.", fr: "Rien sur cette période." },
  hidden: { en: "hidden", fr: "masqué" },
  unknown: { en: "Unknown", fr: "Inconnu" },
  neverBuilt: {
    en: "Not there yet: what this is computed from was never loaded.",
    fr: "Pas encore disponible : ce dont ceci se calcule n’a jamais été chargé.",
  },
  ofSpan: { en: "Of this time alone:", fr: "Pour cette seule période :" },
  notOver: {
    en: "These numbers appear when their month or year is over: this is the last one.",
    fr: "Ces nombres paraissent une fois leur mois ou leur année finis : voici les derniers.",
  },
  cut: { en: "The first 1,000 rows.", fr: "Les 1 000 premières lignes." },
  whyHidden: { en: "Why is this number missing?", fr: "Pourquoi ce nombre manque-t-il ?" },
} as const satisfies Readonly<Record<string, Words>>;

/** How complete the data of a page are. */
export const freshnessWords = {
  through: (instant: string): Words => ({
    en: `Data complete through ${instant}.`,
    fr: `Données complètes jusqu’au ${instant}.`,
  }),
  incomplete: { en: "Some data were never loaded.", fr: "Certaines données n’ont jamais été chargées." },
  late: (assets: string): Words => ({ en: `Late: ${assets}.`, fr: `En retard : ${assets}.` }),
};

/** Why cells are hidden. */
export const hiddenWords = (people: number, share: string, language: Language): string =>
  ({
    en: `A number is hidden when it is about fewer than ${people} people, when one person makes up more than ${share} of it, or when a hidden number could be computed from it. A wider area may show it.`,
    fr: `Un nombre est masqué quand il concerne moins de ${people} personnes, quand une seule personne en fait plus de ${share}, ou quand il permettrait de calculer un nombre masqué. Un territoire plus large peut le montrer.`,
  })[language];
