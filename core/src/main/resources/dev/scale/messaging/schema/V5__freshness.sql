-- How old the state in the database is: what each handler process has in hand, its canaries, and how long commands took lately.
-- Programs that do not know these columns leave them as they are.
alter table scale.worker
    add column canaries            boolean not null default false, -- it sends canaries, and ends those of others
    add column in_hand             integer,                        -- commands received and not yet acknowledged
    add column in_hand_since       timestamptz,                    -- when the oldest of them was received
    add column canary_out_at       timestamptz,                    -- when the canary under way was sent
    add column canary_sent_at      timestamptz,                    -- when the newest canary that was committed was sent
    add column canary_committed_at timestamptz,                    -- when that one was committed
    add column latencies           integer[];                      -- of the commands of the last 10 s, counted by buckets
