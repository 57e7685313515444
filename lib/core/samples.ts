/** A small table with a recipe for it, both written for Rowmill, to be tried on the sandbox. */
export interface Sample {
  id: string;
  /** The job's name. */
  title: string;
  /** What is taken out of which texts, in one line. */
  about: string;
  /** Words of the button that runs it. */
  action: string;
  fileName: string;
  tablePath: string;
  recipePath: string;
}

export const SAMPLES = [
  {
    id: 'reviews',
    title: 'Sample: product reviews',
    about: '60 short reviews: how people feel, what they talk about, which price they name.',
    action: 'Run the sample job',
    fileName: 'reviews.csv',
    tablePath: '/samples/reviews.csv',
    recipePath: '/samples/reviews.recipe.json',
  },
  {
    id: 'news',
    title: 'Sample: news sentences',
    about: '40 invented news sentences: who and what is named, and what caused what.',
    action: 'Run the news sample',
    fileName: 'news.csv',
    tablePath: '/samples/news.csv',
    recipePath: '/samples/news.recipe.json',
  },
] as const satisfies Sample[];
