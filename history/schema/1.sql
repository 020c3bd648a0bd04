create table branches (
	n       integer primary key,
	id      text not null unique,
	name    text not null,
	project text not null,
	host    text not null,
	updated integer not null
) strict;

create table sessions (
	n            integer primary key,
	id           text not null unique,
	branch       integer not null references branches,
	title        text not null,
	pinned       integer not null,
	leaf         text not null,
	from_session text not null,
	from_message text not null,
	created      integer not null,
	updated      integer not null,
	-- What a list shows, kept beside the messages that it follows from.
	model        text not null default '',
	last_words   text not null default '',
	turns        integer not null default 0,
	cost         real not null default 0,
	unpriced     integer not null default 0,
	folded       text not null default ''
) strict;

create index sessions_of_branch on sessions (branch, pinned desc, updated desc);
create index sessions_in_order on sessions (pinned desc, updated desc);

-- Times are nanoseconds, since 1970 or of a length; 0 is none.
create table messages (
	n           integer primary key,
	session     integer not null references sessions,
	id          text not null,
	parent      text not null,
	role        text not null,
	started     integer not null,
	first_token integer not null,
	total       integer not null,
	dialect     text not null,
	model       text not null,
	cost        real,
	usage       text,
	stop        text not null,
	stop_raw    text not null,
	stop_detail text not null,
	error       text not null,
	notices     text,
	parts       text not null,
	indexed     integer not null, -- whether its words are in the index
	unique (session, id)
) strict;

create index messages_to_index on messages (n) where not indexed;

-- The data of files, once each whatever number of messages has them.
create table files (
	n    integer primary key,
	hash blob not null unique,
	data blob not null
) strict;

create table attachments (
	message integer not null references messages on delete cascade,
	file    integer not null references files,
	primary key (message, file)
) strict, without rowid;

create index attachments_of_file on attachments (file);

-- What is searched: the text of a message, and where it was said, as words.
create view said (n, session, text, place) as
select m.n, m.session,
	(select group_concat(p.value ->> 'text', char(10)) from json_each(m.parts, '$.parts') p where p.value ->> 'type' = 'text'),
	'b' || s.branch
from messages m join sessions s on s.n = m.session;

create virtual table words using fts5 (
	text, place,
	content = 'said', content_rowid = 'n',
	tokenize = 'unicode61 remove_diacritics 2',
	prefix = '2 3'
);
