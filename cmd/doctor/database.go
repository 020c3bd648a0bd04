package doctor

import (
	"context"
	"time"

	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/config"
	"neonchat/tools/sql"
)

// readingRole is the SQL that makes a role that can only read.
const readingRole = `a role that can only read is safer:
create role neonchat_reader login password '…';
grant pg_read_all_data to neonchat_reader;
alter role neonchat_reader set default_transaction_read_only = on;`

// databaseCheck connects to the database that tools would read. It returns nil
// when none is named.
func (d *options) databaseCheck(ctx context.Context, g config.Gateway) *check {
	const name = "database"
	switch {
	case d.Settings.Demo:
		return &check{Name: name, Status: ok, Found: "the demo's, in memory: --tools lets models read it"}
	case g.Database.IsZero():
		return &check{Name: name, Status: skipped, Found: "none is named beside the gateway; --tools would read it", Hint: program.HintOf(backend.ErrNoDatabase)}
	}
	c := &check{Name: name, Status: ok, Found: g.Database.String() + from(g.Database.Source)}
	failed := func(err error) *check {
		c.Status, c.Found, c.Hint = note, c.Found+": "+err.Error(), program.HintOf(err)
		return c
	}
	if err := g.Database.Check(); err != nil {
		return failed(err)
	}
	d.Status.Spin("asking the database")
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	start := time.Now()
	h, err := sql.Examine(ctx, sql.Target{URL: g.Database.Reveal(), Shown: g.Database.String()})
	if err != nil {
		return failed(err)
	}
	c.Millis = since(start)
	c.Found += ", Postgres " + h.Version + ", role " + h.Role
	if h.CanWrite {
		c.Status, c.Hint = note, readingRole
		c.Found += ", which can write; tools read in read-only transactions"
	}
	return c
}
