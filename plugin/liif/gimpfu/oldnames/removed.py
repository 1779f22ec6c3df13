# SPDX-License-Identifier: GPL-3.0-or-later
"""What to do instead of procedures of GIMP 2 that have no counterpart in GIMP 3."""

from __future__ import annotations

_TEXT = "use gimp_text_fontname, whose font is one name"
_METADATA = "use image.native.get_metadata() and set_metadata() of GIMP 3"
_PROFILE = "use image.native.get_color_profile() and set_color_profile() of GIMP 3"
_DATA = "use gimp.get_data() and gimp.set_data()"
_ALONE = "it only ever mattered to GIMP itself; leave the call out"
_REGISTER = "give register() of gimpfu the keyword menu, or write a plug-in for GIMP 3"
_UNIT = "units are objects in GIMP 3: see Gimp.Unit"
_STRUCTURE = "pdb[name] has params, proc_blurb and proc_help"
_OLD_PATHS = "use the gimp_vectors_* procedures"
_PIXELS = "open it as an image instead: GIMP 3 gives its pixels to C programs only"
_ENGINE = "see the filters of GEGL: GIMP 3's Gimp.DrawableFilter applies them by name"

ADVICE = {
    **dict.fromkeys(
        ("gimp-brushes-get-spacing", "gimp-brushes-set-spacing"),
        "use gimp_context_get_brush_spacing and gimp_context_set_brush_spacing",
    ),
    **dict.fromkeys(
        (
            "gimp-gradients-get-gradient-data",
            "gimp-gradients-sample-custom",
            "gimp-gradients-sample-uniform",
        ),
        "use gimp_gradient_get_uniform_samples(name, count, reverse)",
    ),
    **dict.fromkeys(
        ("plug-in-curve-bend-Iterator", "plug-in-goat-exercise"), "nothing ever called it"
    ),
    "plug-in-ccanalyze": "count the colours in the bytes of a pixel region",
    "plug-in-decompose-registered": "use plug_in_decompose",
    "plug-in-sel2path-advanced": "use plug_in_sel2path",
    **dict.fromkeys(
        (
            "plug-in-icc-profile-apply",
            "plug-in-icc-profile-apply-rgb",
            "plug-in-icc-profile-set",
            "plug-in-icc-profile-set-rgb",
        ),
        "use gimp_image_convert_color_profile_from_file or gimp_image_set_color_profile_from_file",
    ),
    **dict.fromkeys(("plug-in-icc-profile-file-info", "plug-in-icc-profile-info"), _PROFILE),
    **dict.fromkeys(("gimp-text", "gimp-text-get-extents"), _TEXT),
    **dict.fromkeys(("gimp-image-get-metadata", "gimp-image-set-metadata"), _METADATA),
    **dict.fromkeys(
        (
            "gimp-image-convert-color-profile",
            "gimp-image-get-color-profile",
            "gimp-image-get-effective-color-profile",
            "gimp-image-set-color-profile",
        ),
        _PROFILE,
    ),
    **dict.fromkeys(
        (
            "gimp-procedural-db-get-data",
            "gimp-procedural-db-get-data-size",
            "gimp-procedural-db-set-data",
        ),
        _DATA,
    ),
    **dict.fromkeys(
        (
            "gimp-context-get-transform-recursion",
            "gimp-context-set-transform-recursion",
            "gimp-drawable-get-format",
            "gimp-drawable-get-thumbnail-format",
            "gimp-drawable-set-image",
            "gimp-file-save-thumbnail",
            "gimp-floating-sel-relax",
            "gimp-floating-sel-rigor",
            "gimp-get-color-configuration",
            "gimp-get-icon-theme-dir",
            "gimp-get-theme-dir",
            "gimp-online-wiki",
            "gimp-plugin-enable-precision",
            "gimp-plugin-get-pdb-error-handler",
            "gimp-plugin-precision-enabled",
            "gimp-plugin-set-pdb-error-handler",
            "gimp-procedural-db-temp-name",
            "gimp-progress-install",
            "gimp-progress-uninstall",
            "gimp-temp-PDB-name",
        ),
        _ALONE,
    ),
    **dict.fromkeys(
        (
            "gimp-plugin-domain-register",
            "gimp-plugin-help-register",
            "gimp-plugin-icon-register",
            "gimp-plugin-menu-branch-register",
            "gimp-plugin-menu-register",
            "gimp-plugins-query",
            "gimp-register-file-handler-mime",
            "gimp-register-file-handler-priority",
            "gimp-register-file-handler-raw",
            "gimp-register-file-handler-uri",
            "gimp-register-load-handler",
            "gimp-register-magic-load-handler",
            "gimp-register-save-handler",
            "gimp-register-thumbnail-loader",
        ),
        _REGISTER,
    ),
    **dict.fromkeys(
        (
            "gimp-unit-get-abbreviation",
            "gimp-unit-get-deletion-flag",
            "gimp-unit-get-digits",
            "gimp-unit-get-factor",
            "gimp-unit-get-identifier",
            "gimp-unit-get-number-of-built-in-units",
            "gimp-unit-get-number-of-units",
            "gimp-unit-get-plural",
            "gimp-unit-get-singular",
            "gimp-unit-get-symbol",
            "gimp-unit-set-deletion-flag",
        ),
        _UNIT,
    ),
    **dict.fromkeys(
        (
            "gimp-procedural-db-dump",
            "gimp-procedural-db-proc-arg",
            "gimp-procedural-db-proc-info",
            "gimp-procedural-db-proc-val",
        ),
        _STRUCTURE,
    ),
    **dict.fromkeys(
        (
            "gimp-get-path-by-tattoo",
            "gimp-path-delete",
            "gimp-path-get-current",
            "gimp-path-get-locked",
            "gimp-path-get-point-at-dist",
            "gimp-path-get-points",
            "gimp-path-get-tattoo",
            "gimp-path-import",
            "gimp-path-list",
            "gimp-path-set-current",
            "gimp-path-set-locked",
            "gimp-path-set-points",
            "gimp-path-set-tattoo",
            "gimp-path-stroke-current",
            "gimp-path-to-selection",
        ),
        _OLD_PATHS,
    ),
    **dict.fromkeys(
        (
            "gimp-brush-get-pixels",
            "gimp-brushes-get-brush-data",
            "gimp-drawable-sub-thumbnail",
            "gimp-drawable-thumbnail",
            "gimp-image-thumbnail",
            "gimp-pattern-get-pixels",
            "gimp-patterns-get-pattern-data",
        ),
        _PIXELS,
    ),
    **dict.fromkeys(
        (
            "plug-in-alienmap2",
            "plug-in-applylens",
            "plug-in-blur",
            "plug-in-colorify",
            "plug-in-colors-channel-mixer",
            "plug-in-diffraction",
            "plug-in-displace",
            "plug-in-dog",
            "plug-in-max-rgb",
            "plug-in-mblur",
            "plug-in-mblur-inward",
            "plug-in-nlfilt",
            "plug-in-oilify-enhanced",
            "plug-in-papertile",
            "plug-in-polar-coords",
            "plug-in-red-eye-removal",
            "plug-in-semiflatten",
            "plug-in-sharpen",
            "plug-in-waves",
            "plug-in-convmatrix",
            "plug-in-dilate",
            "plug-in-displace-polar",
            "plug-in-erode",
            "plug-in-exchange",
            "plug-in-filter-pack",
            "plug-in-flarefx",
            "plug-in-fractal-trace",
            "plug-in-lens-distortion",
            "plug-in-maze",
            "plug-in-mosaic",
            "plug-in-newsprint",
            "plug-in-nova",
            "plug-in-rotate",
            "plug-in-sinus",
            "plug-in-vpropagate",
        ),
        _ENGINE,
    ),
}
"""Old name: what the error says."""
