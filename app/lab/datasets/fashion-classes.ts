/** What the ten classes of Fashion-MNIST show, by number; shorter than its authors' words where these name two things. */
export const FASHION_CLASSES = ['T-shirt', 'trousers', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'boot'] as const;
