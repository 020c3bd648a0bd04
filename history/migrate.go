package history

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strconv"
)

// The files of schema bring a database from one version to the next: 1.sql an
// empty one to version 1. A file that was once released never changes.
//
//go:embed schema/*.sql
var schema embed.FS

// migrations are the steps from an empty database to the latest version.
func migrations() ([]string, error) {
	files, err := schema.ReadDir("schema")
	if err != nil {
		return nil, err
	}
	steps := make([]string, len(files))
	for i := range steps {
		step, err := schema.ReadFile("schema/" + strconv.Itoa(i+1) + ".sql")
		if err != nil {
			return nil, err
		}
		steps[i] = string(step)
	}
	return steps, nil
}

// migrate brings a database to the latest version, by all steps or none.
func migrate(ctx context.Context, db *sql.DB) error {
	steps, err := migrations()
	if err != nil {
		return err
	}
	var version int
	if err := db.QueryRowContext(ctx, "pragma user_version").Scan(&version); err != nil {
		return err
	}
	if version == len(steps) {
		return nil
	}
	return inTransaction(ctx, db, func(tx *sql.Tx) error {
		// Another program may have been faster.
		if err := tx.QueryRowContext(ctx, "pragma user_version").Scan(&version); err != nil {
			return err
		}
		if version > len(steps) {
			return errNewer
		}
		for _, step := range steps[version:] {
			if _, err := tx.ExecContext(ctx, step); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("pragma user_version = %d", len(steps)))
		return err
	})
}
