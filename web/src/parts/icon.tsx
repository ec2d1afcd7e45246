// The page's own icons: strokes on a grid of 24, in the colour of the text around them. Always beside words or a
// label, so they are hidden from screen readers.

const shapes = {
    add: 'M12 5v14M5 12h14',
    up: 'M12 19V5M6 11l6-6 6 6',
    down: 'M12 5v14M6 13l6 6 6-6',
    open: 'M6 9.500l6 6 6-6',
    back: 'M19 12H5M11 6l-6 6 6 6',
    next: 'M5 12h14M13 6l6 6-6 6',
    close: 'M6 6l12 12M18 6L6 18',
    done: 'M5 12.500l4.500 4.500L19 7.500',
    download: 'M12 4v11M7 10.500l5 5 5-5M5 20h14',
    remove: 'M4 7h16M9 7V4.500h6V7M6.500 7l1 13h9l1-13M10 11v5.500M14 11v5.500',
    restore: 'M4 12a8 8 0 1 0 2.600-5.900M4 4v4.500h4.500',
    again: 'M20 12a8 8 0 1 1-2.600-5.900M20 4v4.500h-4.500',
    edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
    search: 'M11 4.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M20 20l-4.400-4.400',
    eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
    'eye-off':
        'M4 4l16 16M9.500 6A9 9 0 0 1 12 5.500c6 0 9.500 6.500 9.500 6.500a17 17 0 0 1-3 3.700M6.300 7.800A17 17 0 0 0 2.500 12S6 18.500 12 18.500a9 9 0 0 0 3.800-.8M10 10a3 3 0 0 0 4 4',
    warning: 'M12 4L2.500 20h19zM12 10v4.500M12 17.300v.2',
    offline:
        'M4 4l16 16M8.500 15.500a5 5 0 0 1 6-.7M5 12a10 10 0 0 1 4-2.400M12.500 8.700A10 10 0 0 1 19 12M2.500 8.500A14 14 0 0 1 6 6.300M10 5.100a14 14 0 0 1 11.500 3.400M12 19v.2',
    idea: 'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.600 10.800c.7.600 1.100 1.300 1.100 2.200h5c0-.9.400-1.600 1.100-2.200A6 6 0 0 0 12 3',
    words: 'M4 6h16M4 11h16M4 16h10',
    link: 'M10 14a4 4 0 0 0 5.700 0l3.500-3.500a4 4 0 0 0-5.700-5.700L12.300 6M14 10a4 4 0 0 0-5.700 0l-3.500 3.500a4 4 0 0 0 5.700 5.700l1.200-1.200',
    model: 'M7 7h10v10H7zM10 3.500V7M14 3.500V7M10 17v3.500M14 17v3.500M3.500 10H7M3.500 14H7M17 10h3.500M17 14h3.500',
    sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400',
    moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500',
    system: 'M3.500 5h17v11h-17zM9 20h6M12 16v4',
    play: 'M8 5.500v13l11-6.500z',
    stop: 'M6.500 6.500h11v11h-11z',
    clock: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17M12 7.500V12l3 2',
    film: 'M4 5h16v14H4zM8.500 5v14M15.500 5v14M4 9.700h4.500M4 14.300h4.500M15.500 9.700H20M15.500 14.300H20',
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { name: IconName }) {
    return (
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={shapes[name]} />
        </svg>
    );
}

/** The mark: lines of text in the shape of a play button. */
export function Mark() {
    return (
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="9" />
            <path d="M10.500 7.600h1.500M10.500 11.800h6.500M10.500 16h11M10.500 20.200h6.500M10.500 24.400h1.500" />
        </svg>
    );
}
