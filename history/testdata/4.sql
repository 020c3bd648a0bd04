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

-- What is searched: the words of a message, and where it was said, as a word.
create view said (n, session, text, place) as
select m.n, m.session, words_of(m.parts), 'b' || s.branch
from messages m join sessions s on s.n = m.session;

create virtual table words using fts5 (
	text, place,
	content = 'said', content_rowid = 'n',
	tokenize = 'unicode61 remove_diacritics 2',
	prefix = '2 3'
);

create table votes (
	n        integer primary key,
	id       text not null unique,
	at       integer not null,
	branch   text not null,
	session  text not null,
	question text not null,
	tag      text not null,
	blind    integer not null,
	targets  text not null,
	winner   text not null,
	tie      integer not null,
	judge    text not null
) strict;

create index votes_in_order on votes (at);

insert into branches values (1, 'br-main-1', 'main', 'calm-lake-1', 'br-main-1.ai.neon.tech', 1767225600000000000);
insert into sessions values (1, '019b75f0-0000-7000-8000-000000000001', 1, 'What is a branch?', 1, '019b75f0-0000-7000-8000-000000000003', '', '',
	1767225600000000000, 1767225602000000000, 'claude-sonnet-4-6', 'A copy, naïve as it sounds.', 1, 0.5, 0,
	'what is a branch?' || char(10) || 'a copy, naïve as it sounds.' || char(10) || 'claude-sonnet-4-6');
insert into messages values (1, 1, '019b75f0-0000-7000-8000-000000000002', '', 'user', 1767225600000000000, 0, 0, '', '', null, null, '', '', '', '', null,
	'{"v":1,"parts":[{"type":"text","text":"What is a branch?"},{"type":"file","file":{"name":"a.txt","mime":"text/plain","sha256":"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}}]}', 1);
insert into messages values (2, 1, '019b75f0-0000-7000-8000-000000000003', '019b75f0-0000-7000-8000-000000000002', 'assistant',
	1767225600000000000, 500000000, 2000000000, 'anthropic', 'claude-sonnet-4-6', 0.5, '{"input":10,"cached_input":0,"cache_write":0,"output":20,"reasoning":0}',
	'stop', 'end_turn', '', '', '["a retry"]', '{"v":1,"parts":[{"type":"reasoning","text":"hm","signature":"seal"},{"type":"text","text":"A copy, naïve as it sounds."}]}', 1);
insert into files values (1, x'2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', x'68656c6c6f');
insert into attachments values (1, 1);
insert into words (rowid, text, place) select n, text, place from said;

insert into votes values (1, 'v1', 1767225603000000000, 'br-main-1', '019b75f0-0000-7000-8000-000000000001', '019b75f0-0000-7000-8000-000000000002',
	'', 1, '["claude-sonnet-4-6","gpt-5"]', 'claude-sonnet-4-6', 0, '');

pragma user_version = 4;
