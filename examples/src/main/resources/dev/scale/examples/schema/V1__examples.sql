create table scale.word_total (
    word  text    primary key,
    times integer not null
);

create table scale.example_order (
    id    text primary key,
    state text not null
);
