-- What a fork copied was begun before it. It costs once, where it was first said.
update sessions set
	cost = (
		select coalesce(sum(m.cost), 0.0) from messages m
		where m.session = sessions.n and m.role = 'assistant' and (m.started = 0 or m.started >= sessions.created)),
	unpriced = (
		select count(*) from messages m
		where m.session = sessions.n and m.role = 'assistant' and (m.started = 0 or m.started >= sessions.created)
			and m.cost is null and m.parts <> '{"v":1,"parts":[]}')
where from_session <> '';
