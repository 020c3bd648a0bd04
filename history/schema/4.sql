-- The program says what the words of a message are: in a language without spaces
-- each character is one, and a text that isn't UTF-8 has words too.
update messages set indexed = -1
	where indexed and (select text from said where n = messages.n) <> words_of(parts);

insert into words (words, rowid, text, place)
	select 'delete', s.n, s.text, s.place from said s join messages m on m.n = s.n where m.indexed = -1;

drop view said;

-- What is searched: the words of a message, and where it was said, as a word.
create view said (n, session, text, place) as
select m.n, m.session, words_of(m.parts), 'b' || s.branch
from messages m join sessions s on s.n = m.session;

insert into words (rowid, text, place)
	select s.n, s.text, s.place from said s join messages m on m.n = s.n where m.indexed <> 1;

update messages set indexed = 1 where indexed <> 1;
