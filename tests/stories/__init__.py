# SPDX-License-Identifier: Apache-2.0
"""Each way of working as a story that a clerk could read."""
