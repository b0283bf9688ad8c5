//! The tables, as diesel sees them on both databases.

diesel::table! {
    regions (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        prefix -> Text,
        status -> Text,
        postal_code -> Text,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        bounding_box -> Text,
        aliases -> Text,
        time_zone -> Text,
        default_language -> Text,
        features -> Text,
        moved_to -> Nullable<Text>,
    }
}

diesel::table! {
    languages (id) {
        id -> BigInt,
        key -> Text,
        tag -> Text,
        slug -> Text,
        native_name -> Text,
    }
}

diesel::table! {
    region_languages (region, language) {
        region -> BigInt,
        language -> Text,
        source -> Nullable<Text>,
        position -> BigInt,
        active -> Bool,
        visible -> Bool,
    }
}

diesel::table! {
    items (id) {
        id -> Text,
        region -> BigInt,
        kind -> Text,
        parent -> Nullable<Text>,
        position -> BigInt,
        archived -> Bool,
        archived_by -> Nullable<Text>,
        placed_by -> Text,
        details -> Text,
        checked -> Nullable<Text>,
        number -> BigInt,
        created -> BigInt,
    }
}

diesel::table! {
    versions (item, language, number) {
        item -> Text,
        language -> Text,
        number -> BigInt,
        state -> Text,
        title -> Text,
        slug -> Text,
        html -> Text,
        minor -> Bool,
        machine -> Bool,
        follows -> Nullable<BigInt>,
        author -> Text,
        updated -> BigInt,
        created -> BigInt,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    slugs (region, language, kind, slug) {
        region -> BigInt,
        language -> Text,
        kind -> Text,
        slug -> Text,
        item -> Text,
    }
}

diesel::table! {
    numbers (number) {
        number -> BigInt,
        region -> BigInt,
        item -> Text,
        language -> Nullable<Text>,
    }
}

diesel::table! {
    sync_region (region) {
        region -> BigInt,
        edits -> BigInt,
        rev -> BigInt,
        epoch -> Text,
        epoch_seq -> BigInt,
    }
}

diesel::table! {
    sync_item (region, scope, key) {
        region -> BigInt,
        scope -> Text,
        key -> Text,
        line -> Nullable<Text>,
        bucket -> Integer,
        rev -> BigInt,
        deleted -> Bool,
    }
}

diesel::table! {
    sync_publication (region, epoch, scope, rev) {
        region -> BigInt,
        epoch -> Text,
        scope -> Text,
        rev -> BigInt,
        at -> BigInt,
        manifest -> Text,
        day -> Nullable<Text>,
        week -> Nullable<Text>,
    }
}

diesel::table! {
    sync_head (region) {
        region -> BigInt,
        serial -> BigInt,
        document -> Text,
    }
}

diesel::table! {
    sync_root (version) {
        version -> BigInt,
        document -> Text,
    }
}

diesel::table! {
    sync_directory (id) {
        id -> BigInt,
        serial -> BigInt,
        document -> Text,
    }
}

diesel::table! {
    import_key (region, source, language, kind, value) {
        region -> BigInt,
        source -> Text,
        language -> Text,
        kind -> Text,
        value -> Text,
        item -> Text,
        run -> BigInt,
    }
}

diesel::table! {
    import_text (region, source, item, language) {
        region -> BigInt,
        source -> Text,
        item -> Text,
        language -> Text,
        source_hash -> Text,
        text_hash -> Text,
        source_date -> BigInt,
        present -> Bool,
    }
}

diesel::table! {
    tokens (id) {
        id -> BigInt,
        name -> Text,
        hash -> Text,
        created -> BigInt,
    }
}

diesel::table! {
    bundles (id) {
        id -> BigInt,
        name -> Text,
        source -> Text,
        edits -> BigInt,
    }
}

diesel::table! {
    bundle_layers (id) {
        id -> BigInt,
        bundle -> BigInt,
        region -> Nullable<BigInt>,
        language -> Text,
        number -> BigInt,
    }
}

diesel::table! {
    bundle_revisions (layer, number) {
        layer -> BigInt,
        number -> BigInt,
        file -> Binary,
        author -> Text,
        created -> BigInt,
        source_hash -> Nullable<Text>,
        rollback_of -> Nullable<BigInt>,
        errors -> BigInt,
        warnings -> BigInt,
    }
}

diesel::table! {
    bundle_messages (layer, key, revision) {
        layer -> BigInt,
        key -> Text,
        revision -> BigInt,
        until -> Nullable<BigInt>,
        text -> Text,
        state -> Text,
        origin -> Text,
        follows -> Nullable<Text>,
    }
}

diesel::table! {
    bundle_acknowledgements (layer, key, code, text_hash) {
        layer -> BigInt,
        key -> Text,
        code -> Text,
        text_hash -> Text,
        author -> Text,
        created -> BigInt,
    }
}

diesel::table! {
    refresh (id) {
        id -> BigInt,
        region -> BigInt,
        what -> Text,
    }
}

diesel::table! {
    organizations (id) {
        id -> BigInt,
        region -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Nullable<Text>,
        name -> Text,
        organization -> Nullable<BigInt>,
        password -> Nullable<Text>,
        totp -> Nullable<Text>,
        totp_step -> BigInt,
        disabled -> Bool,
        created -> BigInt,
        seen -> Nullable<BigInt>,
    }
}

diesel::table! {
    grants (id) {
        id -> BigInt,
        person -> Text,
        role -> Text,
        region -> Nullable<BigInt>,
        language -> Nullable<Text>,
        item -> Nullable<Text>,
        author -> Text,
        created -> BigInt,
    }
}

diesel::table! {
    sessions (hash) {
        hash -> Text,
        person -> Text,
        created -> BigInt,
        used -> BigInt,
        expires -> BigInt,
    }
}

diesel::table! {
    recovery_codes (person, hash) {
        person -> Text,
        hash -> Text,
    }
}

diesel::table! {
    personal_tokens (id) {
        id -> BigInt,
        person -> Text,
        name -> Text,
        prefix -> Text,
        hash -> Text,
        scopes -> Text,
        created -> BigInt,
        expires -> Nullable<BigInt>,
        used -> Nullable<BigInt>,
    }
}

diesel::table! {
    region_options (region) {
        region -> BigInt,
        four_eyes -> Bool,
    }
}

diesel::table! {
    schedules (id) {
        id -> BigInt,
        region -> BigInt,
        item -> Text,
        language -> Text,
        what -> Text,
        version -> BigInt,
        seen -> BigInt,
        due -> BigInt,
        state -> Text,
        author -> Text,
        created -> BigInt,
    }
}

diesel::table! {
    autosaves (person, item, language) {
        person -> Text,
        item -> Text,
        language -> Text,
        base -> BigInt,
        title -> Text,
        html -> Text,
        updated -> BigInt,
    }
}

diesel::table! {
    idempotency_keys (actor, key) {
        actor -> Text,
        key -> Text,
        request -> Text,
        status -> BigInt,
        answer -> Text,
        created -> BigInt,
    }
}

diesel::table! {
    origins (item, language) {
        item -> Text,
        language -> Text,
        origin -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    inclusions (item) {
        item -> Text,
        included -> Text,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        region -> BigInt,
        language -> Text,
        hash -> Text,
        pages -> Text,
        messages -> Text,
        note -> Text,
        author -> Text,
        created -> BigInt,
        expires -> BigInt,
        revoked -> Bool,
    }
}

diesel::table! {
    suggestions (id) {
        id -> Text,
        invitation -> Text,
        region -> BigInt,
        language -> Text,
        item -> Nullable<Text>,
        bundle -> Nullable<Text>,
        message -> Nullable<Text>,
        base -> Text,
        title -> Text,
        text -> Text,
        contributor -> Nullable<Text>,
        state -> Text,
        decided_by -> Nullable<Text>,
        reason -> Nullable<Text>,
        version -> Nullable<BigInt>,
        created -> BigInt,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        at -> BigInt,
        actor -> Text,
        action -> Text,
        region -> Nullable<BigInt>,
        subject -> Text,
        before -> Nullable<BigInt>,
        after -> Nullable<BigInt>,
        address -> Nullable<Text>,
    }
}

diesel::table! {
    link_checks (url) {
        url -> Text,
        state -> Text,
        detail -> Text,
        failures -> BigInt,
        failed -> Nullable<BigInt>,
        checked -> Nullable<BigInt>,
        due -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    regions,
    languages,
    region_languages,
    items,
    versions,
    slugs,
    numbers,
    sync_region,
    sync_item,
    sync_publication,
    sync_head,
    sync_root,
    sync_directory,
    import_key,
    import_text,
    tokens,
    bundles,
    bundle_layers,
    bundle_revisions,
    bundle_messages,
    bundle_acknowledgements,
    refresh,
    organizations,
    users,
    grants,
    sessions,
    recovery_codes,
    personal_tokens,
    region_options,
    schedules,
    autosaves,
    idempotency_keys,
    origins,
    inclusions,
    invitations,
    suggestions,
    audit,
    link_checks,
);
