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
