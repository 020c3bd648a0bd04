package backend

import (
	"errors"

	"neonchat/config"
	"neonchat/tools/sql"
)

// ErrNoDatabase reports that no database is configured for the branch.
var ErrNoDatabase = &databaseError{errors.New("there is no database beside the gateway")}

type databaseError struct{ error }

func (e *databaseError) Hint() string {
	return "'neon env pull' writes DATABASE_URL beside the gateway's variables; NEONCHAT_DATABASE_URL names another"
}

// targetOf returns the database to query.
func targetOf(d config.Database) (sql.Target, error) {
	if d.IsZero() {
		return sql.Target{}, ErrNoDatabase
	}
	return sql.Target{URL: d.Reveal(), Shown: d.String()}, d.Check()
}
